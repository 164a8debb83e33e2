import Connectors
import Delivery
import Plans

extension PartnerProfile {
    /// There is no 401: the body of a 400 speaks about the key.
    static let amplitude = PartnerProfile(
        requirements: .amplitude,
        refusedKey: PartnerAnswer(
            status: 400,
            body: Array(#"{"code":400,"error":"Invalid API key"}"#.utf8)
        )
    )
}
