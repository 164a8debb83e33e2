internal import GRDB

extension Ledger {
    /// All books at one moment.
    public func totals() async throws(LedgerProblem) -> LedgerTotals {
        try await read { database in
            LedgerTotals(
                currents: try BalanceView.open(in: database),
                sources: try SourceTable.names(in: database)
                    .compactMap { try SourceTable.state(of: $0, in: database) }
                    .map {
                        SourceTotals(
                            name: $0.name,
                            received: $0.received,
                            accepted: $0.accepted,
                            duplicate: $0.duplicate,
                            refused: $0.refused
                        )
                    },
                removed: try BalanceView.closed(in: database)
            )
        }
    }

    /// What is wrong inside the ledger, one line each; none when it is sound.
    ///
    /// Everything is worked out again from the rows at one moment: the file's own structure, each sum, the order of
    /// stretches, and that there are as many letters and refused lines as were counted.
    public func checkIdentities() async throws(LedgerProblem) -> [String] {
        try await read { try IdentityCheck(database: $0).problems() }
    }
}
