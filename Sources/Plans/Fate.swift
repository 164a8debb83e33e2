/// The terminal state of one event for one current.
public enum Fate: Sendable, Hashable {
    /// The partner said that it has this event.
    case delivered
    /// The spec did not ask for it, or the partner's rule leaves it out by design.
    case filtered(FilterReason)
    /// It will not be delivered without a command; it is kept and counted.
    case deadLettered(DeadLetterReason)
}

/// Why an event was left out on purpose.
public enum FilterReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// The spec does not select its type or custom event name.
    case notSelected = "not_selected"
    /// Its type is not in the glossary; receivers must accept new types, so it is no error.
    case unknownEventType = "unknown_event_type"
    /// The partner needs an identity that the event does not carry.
    case noIdentity = "no_identity"
}

/// Why an event was set aside.
///
/// The list is closed; its spellings are part of the state format.
public enum DeadLetterReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// Larger than 900 KB (921,600 bytes) as received.
    case oversize
    /// The partner's record could not be made from it.
    case mappingFailed = "mapping_failed"
    /// The partner refused this event, alone and by name.
    case rejectedByPartner = "rejected_by_partner"
    /// Too large for the partner even alone.
    case tooLargeForPartner = "too_large_for_partner"
    /// Retried for longer than the spec allows.
    case retryExhausted = "retry_exhausted"
    /// Credentials failed for longer than the grace.
    case credentialsExpired = "credentials_expired"
    /// A second event with the same id and another body.
    case idConflict = "id_conflict"
    /// Dropped by a named buffer policy.
    case bufferPolicy = "buffer_policy"
    /// The current was removed with this word.
    case currentRemoved = "current_removed"
    /// The source lost it before it could be read.
    case sourceLost = "source_lost"
    /// The journal lost it.
    case journalDamage = "journal_damage"
}

/// Why a line was refused at the source: it cannot be an event.
public enum RefusalReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// Not one JSON object.
    case notJSON = "not_json"
    /// Not UTF-8.
    case invalidUTF8 = "invalid_utf8"
    /// No `id`, or one that is not a text of at least one character.
    case noID = "no_id"
    /// An object names a key twice.
    case duplicateKey = "duplicate_key"
    /// Longer than a reader will hold.
    case lineTooLong = "line_too_long"
}
