import Plans

/// A pattern with absence told apart: whether a field is absent is a question to the whole event, never to one of the
/// objects in an array.
indirect enum FilterCondition: Sendable {
    case all([FilterCondition])
    case any([FilterCondition])
    /// The value at a path passes a test.
    case field([String], [EventPattern.ValueTest])
    /// There is a value at a path.
    case present([String])
    /// The event has no value at the path of this number.
    case absent(Int)

    /// Takes a pattern apart; paths that may be absent are added to `absences`.
    init(_ pattern: EventPattern, _ absences: inout [[String]]) {
        switch pattern {
        case .all(let parts): self = .all(parts.map { FilterCondition($0, &absences) })
        case .any(let parts): self = .any(parts.map { FilterCondition($0, &absences) })
        case .field(let path, let tests):
            let others = tests.filter { $0 != .exists(false) }
            guard others.count < tests.count else {
                self = .field(path, tests)
                return
            }
            let number = absences.firstIndex(of: path) ?? absences.count
            if number == absences.count { absences.append(path) }
            self = others.isEmpty ? .absent(number) : .any([.field(path, others), .absent(number)])
        }
    }

    /// Where the fields of a condition lie.
    enum Head: Equatable {
        /// There are none.
        case nowhere
        /// All in the object at this key.
        case key(String)
        /// In several objects, or in none.
        case several
    }

    /// The key of the object that holds every field of the condition.
    func head(at depth: Int) -> Head {
        switch self {
        case .field(let path, _), .present(let path):
            return path.count > depth + 1 ? .key(path[depth]) : .several
        case .absent: return .nowhere
        case .all(let parts), .any(let parts):
            return parts.reduce(.nowhere) { head, part in
                let next = part.head(at: depth)
                return next == .nowhere || next == head ? head : head == .nowhere ? next : .several
            }
        }
    }

    /// Whether absent fields have a say.
    var asksForAbsence: Bool {
        switch self {
        case .field, .present: false
        case .absent: true
        case .all(let parts), .any(let parts): parts.contains(where: \.asksForAbsence)
        }
    }

    /// What is left when no field has a value.
    var withoutFields: FilterNode.Formula {
        switch self {
        case .field, .present: .any([])
        case .absent(let number): .absent(number)
        case .all(let parts): .all(parts.map(\.withoutFields))
        case .any(let parts): .any(parts.map(\.withoutFields))
        }
    }
}
