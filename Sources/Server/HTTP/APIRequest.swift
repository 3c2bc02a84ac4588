internal import ConnectorKit
internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import JSON

/// A request as handlers see it.
struct APIRequest: Sendable {
  let method: String
  /// The path's parts, decoded.
  let path: [String]
  /// The values of the query in order, by name.
  let query: [String: [String]]
  let headers: [String: String]
  let body: [UInt8]

  /// Larger ones are refused.
  static let bodyLimit = 1 << 20

  /// - Throws: ``APIError`` for a body that is too large.
  init(_ request: FlyingFox.HTTPRequest) async throws {
    method = request.method.rawValue.uppercased()
    path = request.path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
    query = Dictionary(grouping: request.query, by: \.name).mapValues { $0.map(\.value) }
    headers = Dictionary(request.headers.map { ($0.key.rawValue.lowercased(), $0.value) }) { first, _ in first }
    if let length = headers["content-length"].flatMap({ Int($0) }), length > Self.bodyLimit {
      throw APIError(.contentTooLarge, "The body is too large.")
    }
    var bytes: [UInt8] = []
    for try await chunk in request.bodySequence {
      bytes += chunk
      if bytes.count > Self.bodyLimit { throw APIError(.contentTooLarge, "The body is too large.") }
    }
    body = bytes
  }

  /// The members of a JSON object or a form.
  ///
  /// - Throws: ``APIError`` when the body is neither.
  func members() throws -> JSONObject {
    if headers["content-type"]?.contains("x-www-form-urlencoded") == true {
      var members = JSONObject()
      for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.formText)
        members[parts[0]] = .string(parts.count == 2 ? parts[1] : "")
      }
      return members
    }
    do throws(JSONError) {
      if let object = try JSONValue.parse(body).objectValue { return object }
    } catch {
      throw APIError(.badRequest, "The body is not JSON: \(error.message).")
    }
    throw APIError(.badRequest, "The body must be a JSON object.")
  }

  private static func formText(_ text: Substring) -> String {
    let spaced = String(text.map { $0 == "+" ? " " : $0 })
    return spaced.removingPercentEncoding ?? spaced
  }

  /// A whole number of the query.
  ///
  /// - Throws: ``APIError`` when it is none, or outside of the range.
  func integer(_ name: String, default standard: Int, in range: ClosedRange<Int>) throws -> Int {
    guard let text = query[name]?.first else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw APIError(.badRequest, "`\(name)` must be a number from \(range.lowerBound) to \(range.upperBound), not `\(text)`.")
    }
    return number
  }
}

/// An answer that is no success.
struct APIError: Error {
  enum Status: Int {
    case badRequest = 400
    case unauthorized = 401
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case conflict = 409
    case contentTooLarge = 413
    case internalError = 500

    fileprivate var title: String {
      switch self {
      case .badRequest: "bad-request"
      case .unauthorized: "unauthorized"
      case .forbidden: "forbidden"
      case .notFound: "resource-not-found"
      case .methodNotAllowed: "method-not-allowed"
      case .conflict: "try-again-later"
      case .contentTooLarge: "content-too-large"
      case .internalError: "unexpected-problem"
      }
    }
  }

  let status: Status
  let message: String

  init(_ status: Status, _ message: String) {
    self.status = status
    self.message = message
  }

  /// The body: Airbyte's form of problems, and the old one of its configuration API.
  var json: JSONObject {
    [
      "status": .integer(status.rawValue), "type": "https://reference.airbyte.com/reference/errors", "title": .string(status.title),
      "detail": .string(message), "message": .string(message),
    ]
  }
}

/// An answer.
struct APIResponse: Sendable {
  var status = 200
  /// Nil for a text.
  var json: JSON.JSONValue?
  var text = ""

  init(_ json: JSON.JSONValue) { self.json = json }

  init(_ json: JSONObject) { self.json = .object(json) }

  init(text: String) { self.text = text }

  init(_ error: APIError) {
    json = .object(error.json)
    status = error.status.rawValue
  }

  var http: FlyingFox.HTTPResponse {
    let type = json == nil ? "text/plain; charset=utf-8" : "application/json"
    var headers: FlyingFox.HTTPHeaders = [.contentType: type]
    if status == 401 { headers[HTTPHeader("WWW-Authenticate")] = "Bearer, Basic realm=\"headwater\"" }
    let body = json.map { JSONText.compact($0) } ?? text
    return FlyingFox.HTTPResponse(statusCode: HTTPStatusCode(status, phrase: ""), headers: headers, body: Data(body.utf8))
  }
}
