import Diagnostics
import Plans
import Specs

extension FilterSpec {
    /// The filter as a plan holds it: without places, in canonical form.
    var pattern: EventPattern { condition.pattern.canonical }
}

extension FilterSpec.Condition {
    /// What is asked for, without places.
    var pattern: EventPattern {
        switch self {
        case .all(let parts): .all(parts.map(\.pattern))
        case .any(let parts, _): .any(parts.map(\.pattern))
        case .field(let path, let tests): .field(path.map(\.value), tests.map(\.value))
        }
    }
}
