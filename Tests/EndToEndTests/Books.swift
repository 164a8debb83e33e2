import Testing

extension Program {
    /// The books of a current, counted again from its source; they must close.
    static func books(of current: String, in folder: String) async throws -> [String: Int] {
        let result = try await run("ledger", "--format", "json", "--verify", in: folder)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let currents = try #require(try result.json()["currents"] as? [[String: Any]])
        let row = try #require(currents.first { $0["name"] as? String == current })
        let books = row.compactMapValues { $0 as? Int }
        let terminal = ["delivered", "filtered", "deadLettered", "pending"].reduce(0) {
            $0 + (books[$1] ?? 0)
        }
        #expect(books["in"] == terminal)
        return books
    }
}
