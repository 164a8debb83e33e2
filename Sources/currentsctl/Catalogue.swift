import Diagnostics
import Ledger
import Planning
import Plans
import Specs

/// All codes of all rooms, sorted.
enum Catalogue {
    static let all: [CatalogueEntry] =
        (ReadingRules.all + ShapeRules.all + AllowanceRules.all + Planner.catalogue + ChangeSetRules.all
        + ApplyRules.all
        + LedgerRules.all
        + RunRules.all)
        .sorted { $0.code < $1.code }
}
