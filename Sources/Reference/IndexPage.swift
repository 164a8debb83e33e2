import Plans
import Specs

/// The page that says what lies in the folder of generated files, and what writes it.
struct IndexPage {
    let bytes: [UInt8]

    init() {
        var page = Page("What is generated")
        page.paragraph(
            "Everything beside this folder and in it is written by the program, the same to the byte on every machine, "
                + "and checked by tests. `Scripts/regenerate` writes all of it."
        )
        page.table(
            ["what", "for whom", "written by"],
            [
                [
                    "[language.md](language.md)", "the spec language, key by key, and what each partner adds",
                    "`currentsctl reference`",
                ],
                [
                    "[diagnostics.md](diagnostics.md)", "every finding, with an example put right",
                    "`currentsctl reference`",
                ],
                [
                    "[events.md](events.md)", "the event types, and who takes them",
                    "`currentsctl reference`",
                ],
                [
                    "[../schemas](../schemas)",
                    "JSON Schema for editors; `\(SchemaWriter.wholeName).schema.json` takes "
                        + "every kind of document", "`currentsctl schema --out generated/schemas`",
                ],
                [
                    "[../plans](../plans)", "the resolved plans of the example specs",
                    "`currentsctl compile specs/currents --out generated/plans`",
                ],
            ]
        )
        bytes = page.bytes
    }
}
