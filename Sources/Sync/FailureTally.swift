internal import ConnectorKit
internal import JSON

/// The failures of a stream. Those that differ in nothing but their slice and address are one failure that occurred several times.
struct FailureTally {
  private struct Reason: Hashable {
    let type: SyncError.FailureType
    let text: String
  }

  private(set) var errors: [SyncError] = []
  private var places: [Reason: Int] = [:]

  /// - Parameters:
  ///   - slice: the slice that failed; nil when it was the whole stream.
  ///   - joinsEqual: whether failures of one reason are one; the reference keeps each.
  /// - Returns: whether the failure is to be reported, as no failure before had its reason.
  mutating func add(_ error: SyncError, slice: StreamSlice?, joinsEqual: Bool = true) -> Bool {
    guard joinsEqual else {
      errors.append(error)
      return true
    }
    let reason = Reason(type: error.failureType, text: Self.reason(error.message, slice))
    if let place = places[reason] {
      errors[place].occurrences += 1
      return false
    }
    places[reason] = errors.count
    errors.append(error)
    return true
  }

  /// A message without what is peculiar to a slice: the slice itself and the addresses of its requests.
  static func reason(_ message: String, _ slice: StreamSlice?) -> String {
    var text = message
    if let slice, !slice.isEmpty { text = text.replacing(JSONText.compact(.object(slice.merged)), with: "") }
    var result = ""
    var rest = text[...]
    while let mark = rest.firstRange(of: "://") {
      result += rest[..<mark.upperBound]
      rest = rest[mark.upperBound...].drop { !$0.isWhitespace && !"\"'`,)>".contains($0) }
    }
    return result + rest
  }
}
