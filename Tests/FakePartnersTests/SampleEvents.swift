/// Events of the shape the connector sends.
enum Sample {
    static func event(_ id: String) -> String {
        #"{"event_type":"users.messages.email.Click","id":"\#(id)","time":1792665600,"user":{"user_id":"u"},"properties":{"n":1.0}}"#
    }

    static func batch(_ ids: [String]) -> String {
        #"{"events":["# + ids.map(event).joined(separator: ",") + "]}"
    }

    static func batch(_ id: String) -> String { batch([id]) }
}
