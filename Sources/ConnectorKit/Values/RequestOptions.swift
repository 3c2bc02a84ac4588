public import JSON

/// What one contributor (requester, authenticator, paginator, partition router, cursor) adds to a request.
public struct RequestOptions: Sendable, Equatable {
  /// The body as form fields or as ready text.
  public enum Data: Sendable, Equatable {
    case fields(JSONObject)
    case text(String)
  }

  public var headers: JSONObject = [:]
  public var parameters: JSONObject = [:]
  public var bodyData: Data = .fields([:])
  public var bodyJSON: JSONValue?

  public init() {}

  public var isEmpty: Bool {
    headers.isEmpty && parameters.isEmpty && bodyData == .fields([:]) && bodyJSON == nil
  }
}

extension RequestOptions {
  /// Adds what another contributor wants to send.
  ///
  /// - Throws: ``SyncError`` with failure type `system_error` when both set the same header, parameter or body field
  ///   (for JSON bodies: to different values), or when one of them sends text as its body and the other sends anything.
  public mutating func merge(_ other: RequestOptions) throws {
    try Self.merge(&headers, other.headers, place: "header")
    try Self.merge(&parameters, other.parameters, place: "request parameter")
    try mergeData(other.bodyData)
    try mergeJSON(other.bodyJSON)
  }

  /// Adds what another contributor wants to send, in place of what has the same name. Members of a JSON body are replaced as a whole.
  ///
  /// - Throws: ``SyncError`` with failure type `system_error` when one of them sends a body that does not consist of fields and the
  ///   other sends anything.
  public mutating func override(with other: RequestOptions) throws {
    for (name, value) in other.headers { headers[name] = value }
    for (name, value) in other.parameters { parameters[name] = value }
    if case .fields(var mine) = bodyData, case .fields(let theirs) = other.bodyData {
      for (name, value) in theirs { mine[name] = value }
      bodyData = .fields(mine)
    } else {
      try mergeData(other.bodyData)
    }
    if case .object(var mine)? = bodyJSON, case .object(let theirs)? = other.bodyJSON {
      for (name, value) in theirs { mine[name] = value }
      bodyJSON = .object(mine)
    } else {
      try mergeJSON(other.bodyJSON)
    }
  }

  private mutating func mergeData(_ other: Data) throws {
    // Most contributors add nothing to the body.
    if case .fields(let theirs) = other, theirs.isEmpty { return }
    switch (bodyData, other) {
    case (.fields(var mine), .fields(let theirs)):
      try Self.merge(&mine, theirs, place: "body field")
      bodyData = .fields(mine)
    case (.fields(let mine), .text) where mine.isEmpty: bodyData = other
    default: throw Self.conflict("a request body given as text cannot be combined with further body fields")
    }
  }

  private mutating func mergeJSON(_ other: JSONValue?) throws {
    guard let other else { return }
    guard let mine = bodyJSON else {
      bodyJSON = other
      return
    }
    guard case .object(var members) = mine, case .object(let theirs) = other else {
      throw Self.conflict("a JSON request body that is not an object cannot be combined with another one")
    }
    try Self.mergeNested(&members, theirs, path: [])
    bodyJSON = .object(members)
  }

  private static func merge(_ mine: inout JSONObject, _ theirs: JSONObject, place: String) throws {
    if mine.isEmpty {
      mine = theirs
      return
    }
    for (key, value) in theirs {
      guard mine[key] == nil else { throw conflict("the \(place) `\(key)` is set twice for one request") }
      mine[key] = value
    }
  }

  private static func mergeNested(_ mine: inout JSONObject, _ theirs: JSONObject, path: [String]) throws {
    for (key, value) in theirs {
      switch (mine[key], value) {
      case (nil, _): mine[key] = value
      case (.object(var inner)?, .object(let outer)):
        try mergeNested(&inner, outer, path: path + [key])
        mine[key] = .object(inner)
      case (let present?, _):
        guard present == value else {
          throw conflict("the JSON body field `\((path + [key]).joined(separator: "."))` is set to two values for one request")
        }
      }
    }
  }

  private static func conflict(_ text: String) -> SyncError {
    SyncError(.system, "The request cannot be built: \(text). Remove one of the two from the manifest.")
  }
}
