import ArgumentParser

/// The program.
@main
struct CurrentsCtl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "currentsctl",
        abstract: "Currents as code: specs in git become plans, plans become deliveries.",
        discussion: """
            A current streams customer-engagement events to one partner. Write it as YAML, check it with 'validate', \
            look at what would change with 'plan', put it in force with 'apply', deliver with 'run'.

            Example:
              currentsctl validate specs
              currentsctl apply specs --auto-approve
              currentsctl run --once

            Exit codes: 0 done, 1 findings or a refusal, 2 changes (only plan --detailed-exitcode), \
            3 events stay pending, 64 wrong usage, 74 storage or network failure.
            """,
        version: "currentsctl 0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Specs:",
                subcommands: [
                    InitCommand.self, ValidateCommand.self, CompileCommand.self, PreviewCommand.self,
                    TestCommand.self, RehearseCommand.self, SendTestCommand.self,
                ]
            ),
            CommandGroup(
                name: "Changes:",
                subcommands: [PlanCommand.self, BreakingCommand.self, ApplyCommand.self]
            ),
            CommandGroup(
                name: "Delivery:",
                subcommands: [
                    RunCommand.self, StatusCommand.self, LedgerCommand.self, DeadLettersCommand.self,
                    RefusedCommand.self,
                    ResumeCommand.self,
                ]
            ),
            CommandGroup(
                name: "Reference:",
                subcommands: [
                    EventsCommand.self, PartnersCommand.self, ExplainCommand.self, FakeCommand.self,
                    SchemaCommand.self,
                    RegenerateCommand.self,
                    ReferenceCommand.self,
                ]
            ),
        ]
    )

    /// Runs the command that the arguments name.
    static func main() async {
        Console.fillStandardDescriptors()
        await main(nil)
    }
}
