import ArgumentParser
import FakePartners
import Foundation

extension FakeCommand {
    /// The `fake amplitude` command.
    struct Amplitude: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "amplitude",
            abstract: "Amplitude's HTTP V2 (/2/httpapi) and batch upload (/batch).",
            discussion: """
                Checks keys, events, sizes and rates as Amplitude documents them. Without --key-env the project's key \
                is \(FakeAmplitude.testKey).

                Faults are those of 'fake http' (token=NEW changes the key) and: invalid-field=NAME id=INSERTID, \
                silence device=ID, throttle device=ID seconds=N, throttle user=ID seconds=N, forbidden, \
                forbidden id=INSERTID, ingested=N, which makes the answer count so many events.

                Admin pages are those of 'fake http'; the ledger also shows the peak events per second of each device \
                and user, and POST /_fake/clock moves the clock on by the seconds in its body.

                Example:
                  currentsctl fake amplitude --listen 127.0.0.1:9002 --fault 'forbidden every=20'
                  curl http://127.0.0.1:9002/_fake/ledger
                """
        )

        @OptionGroup var server: FakeServerOptions
        @Option(
            name: .customLong("key-env"),
            help: "Ask for the project key in this environment variable."
        )
        var keyVariable: String?
        @Option(
            name: .customLong("device-rate"),
            help: "Events per second HTTP V2 takes for one device or user."
        )
        var deviceRate = FakeAmplitude.Settings().deviceRate
        @Option(
            name: .customLong("batch-device-rate"),
            help: "Events per second batch upload takes for one device or user, averaged over 30 seconds."
        )
        var batchDeviceRate = FakeAmplitude.Settings().batchDeviceRate
        @Option(
            name: .customLong("daily-quota"),
            help: "Events in a rolling day for one device or user."
        )
        var dailyQuota = FakeAmplitude.Settings().dailyQuota
        @Option(
            name: .customLong("throttle-seconds"),
            help: "How long a device or user stays throttled; 30, and 15 for batch upload, when not given."
        )
        var throttleSeconds: Int?
        @Option(
            name: .customLong("project-rate"),
            help: "Events per second of the whole project; no limit when not given."
        )
        var projectRate: Int?

        func validate() throws {
            let limits = [
                ("device-rate", deviceRate), ("batch-device-rate", batchDeviceRate),
                ("daily-quota", dailyQuota),
                ("throttle-seconds", throttleSeconds ?? 1), ("project-rate", projectRate ?? 1),
            ]
            for (name, value) in limits where !(1...1_000_000_000).contains(value) {
                throw ValidationError("--\(name) takes a whole number from 1 to 1000000000")
            }
        }

        func run() async throws {
            var settings = FakeAmplitude.Settings()
            if let keyVariable {
                guard let key = ProcessInfo.processInfo.environment[keyVariable], !key.isEmpty else {
                    throw ValidationError("environment variable '\(keyVariable)' is not set")
                }
                settings.apiKey = key
            }
            settings.deviceRate = deviceRate
            settings.batchDeviceRate = batchDeviceRate
            settings.dailyQuota = dailyQuota
            settings.throttleSeconds = throttleSeconds
            settings.projectRate = projectRate
            try await server.serve(
                FakeAmplitude(settings: settings) { Int64(Date().timeIntervalSince1970 * 1000) }
            )
        }
    }
}
