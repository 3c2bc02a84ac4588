internal import ConnectorKit
internal import JSON

/// What a token endpoint said.
struct OAuthAnswer: Sendable {
  private static let deepest = 5

  let body: JSONValue

  /// The value of a field, at the top or within; nil when it is missing or null.
  ///
  /// - Throws: ``SyncError`` when the answer is nested too deeply.
  func value(of name: String) throws -> JSONValue? { try Self.value(of: name, in: body, depth: 0) }

  private static func value(of name: String, in value: JSONValue, depth: Int) throws -> JSONValue? {
    guard depth <= deepest else {
      throw SyncError(.config, "The field `\(name)` was not found in the first \(deepest) levels of the OAuth token endpoint's response.")
    }
    let inner: [JSONValue]
    switch value {
    case .object(let members):
      if let found = members[name] { return found.isNull ? .none : .some(found) }
      inner = members.values
    case .array(let elements): inner = elements
    default: return nil
    }
    for element in inner {
      if let found = try Self.value(of: name, in: element, depth: depth + 1) { return found }
    }
    return nil
  }
}

/// A failure to get a token.
struct OAuthTokenError: Error {
  var failure: SyncError
  /// Whether the endpoint refused, so that asking again is of no use.
  var isRejection: Bool
}
