internal import Cryptography
internal import Foundation
internal import JSON

/// Who may use the server: whoever knows the credentials, or everybody on this machine where there are none.
struct Authentication: Sendable {
  private static let tokenLifetime = 3600.0

  /// Nil for a server that listens on this machine alone and asks nobody.
  private let credentials: ServerCredentials?

  init(_ credentials: ServerCredentials?) { self.credentials = credentials }

  /// - Throws: ``APIError`` for a request that may not be answered.
  func check(_ request: APIRequest, now: Double) throws {
    guard let credentials else {
      // A page of another site that has a name for this machine must not get at the server.
      guard Self.isLocal(request.headers["host"] ?? "") else {
        throw APIError(.forbidden, "The host `\(request.headers["host"] ?? "")` is not this machine.")
      }
      return
    }
    let header = request.headers["authorization"] ?? ""
    let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
    let isGood =
      switch (parts.first?.lowercased(), parts.count) {
      case ("bearer", 2): isValid(parts[1], credentials, now)
      case ("basic", 2): Data(base64Encoded: parts[1]).map { Self.isEqual([UInt8]($0), "\(credentials.id):\(credentials.secret)") } ?? false
      default: false
      }
    guard isGood else { throw APIError(.unauthorized, "The request has no valid token. Get one from /v1/applications/token.") }
  }

  private static func isLocal(_ host: String) -> Bool {
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    return ["localhost", "127.0.0.1", "[::1]"].contains(String(name))
  }

  // MARK: Tokens

  /// A token for an application that says who it is.
  ///
  /// - Throws: ``APIError`` for wrong credentials.
  func token(_ members: JSONObject, now: Double) throws -> JSONObject {
    let id = members["client_id"]?.stringValue ?? ""
    let secret = members["client_secret"]?.stringValue ?? ""
    if let credentials {
      // Both are looked at, so that the time tells nothing.
      let isGood = [Self.isEqual(Array(id.utf8), credentials.id), Self.isEqual(Array(secret.utf8), credentials.secret)]
      guard isGood.allSatisfy({ $0 }) else { throw APIError(.unauthorized, "The client ID or the client secret is wrong.") }
    }
    let expiry = String(Int(now + Self.tokenLifetime))
    return [
      "access_token": .string("\(expiry).\(signature(expiry, credentials))"), "token_type": "Bearer",
      "expires_in": .integer(Int(Self.tokenLifetime)),
    ]
  }

  /// Tokens are signed, so that they hold when the server starts anew.
  private func signature(_ expiry: String, _ credentials: ServerCredentials?) -> String {
    let key = Array("headwater-token\u{0}\(credentials?.id ?? "")\u{0}\(credentials?.secret ?? "")".utf8)
    guard let code = try? HMAC.authenticate(Array(expiry.utf8), key: key, digest: .sha256) else { return "" }
    return Hexadecimal.encode(code)
  }

  private func isValid(_ token: String, _ credentials: ServerCredentials, _ now: Double) -> Bool {
    let parts = token.split(separator: ".").map(String.init)
    guard parts.count == 2, let expiry = Double(parts[0]), expiry > now else { return false }
    let expected = signature(parts[0], credentials)
    return !expected.isEmpty && Self.isEqual(Array(parts[1].utf8), expected)
  }

  /// Compares in a time that does not tell where they differ.
  private static func isEqual(_ bytes: [UInt8], _ text: String) -> Bool {
    let expected = Array(text.utf8)
    guard bytes.count == expected.count else { return false }
    return zip(bytes, expected).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

/// What clients of a server must know.
package struct ServerCredentials: Sendable {
  package let id: String
  package let secret: String

  package init(id: String, secret: String) {
    self.id = id
    self.secret = secret
  }
}
