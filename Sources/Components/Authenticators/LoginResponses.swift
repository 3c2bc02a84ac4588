internal import ConnectorKit
internal import JSON

/// Keeps what logins answer out of all messages of a run.
enum LoginResponses {
  /// Shorter words are no credentials, but may well stand in messages, and so may words without digits and capitals, such as codes of errors.
  private static let shortest = 16
  private static let shortestPlain = 32
  private static let shortestCookie = 8
  private static let mostWords = 200

  /// Makes secrets of what an answer to a login may hold: cookies, and every long word of its body.
  static func keepSecret(_ head: HTTPResponseHead, _ body: [UInt8], _ secrets: any SecretRegistry) {
    for cookie in head.headers.values("Set-Cookie") {
      guard let equals = cookie.firstIndex(of: "=") else { continue }
      let value = cookie[cookie.index(after: equals)...].prefix { $0 != ";" }.trimming(" \t\"")
      if value.utf8.count >= shortestCookie { secrets.addSecret(value) }
    }
    var words: Set<String> = []
    if let json = try? JSONValue.parse(body, options: .python) {
      collect(json, &words)
    } else {
      addWords(of: String(decoding: body, as: UTF8.self), &words)
    }
    for word in words { secrets.addSecret(word) }
  }

  private static func collect(_ value: JSONValue, _ words: inout Set<String>) {
    switch value {
    case .string(let text): addWords(of: text, &words)
    case .array(let elements): for element in elements { collect(element, &words) }
    case .object(let members): for member in members.values { collect(member, &words) }
    default: break
    }
  }

  private static func addWords(of text: String, _ words: inout Set<String>) {
    for word in text.split(whereSeparator: { $0.isWhitespace || "\"'<>&;,".contains($0) }) where words.count < mostWords {
      let isPlain = word.utf8.allSatisfy { !(0x30...0x39).contains($0) && !(0x41...0x5A).contains($0) }
      // Addresses are shown in messages, without their queries.
      if word.utf8.count >= (isPlain ? shortestPlain : shortest), !word.contains("://") { words.insert(String(word)) }
    }
  }
}

/// Sends logins.
struct LoginTransport: Transport {
  let transport: any Transport
  let secrets: any SecretRegistry

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let answer = try await transport.send(request)
    LoginResponses.keepSecret(answer.head, answer.body, secrets)
    return answer
  }

  func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse {
    let answer = try await transport.open(request)
    LoginResponses.keepSecret(answer.head, [], secrets)
    return answer
  }

  func cachedResponse(for request: HTTPRequest) -> HTTPResponse? { transport.cachedResponse(for: request) }
}

extension RunServices {
  /// The answer to a login that the manifest describes by its address alone. The budget is for the API's data and not asked.
  func loginAnswer(to request: HTTPRequest) async throws -> HTTPResponse {
    var run = forLogin
    run.budget = UnlimitedBudget()
    return try await run.answer(to: request)
  }

  /// The same services for a login.
  var forLogin: RunServices {
    var run = self
    run.transport = LoginTransport(transport: transport, secrets: secrets)
    return run
  }
}

extension SecretRegistry {
  /// Makes a secret of the last word of a credential, which the specification may not have marked as one. What is short is left to it, as
  /// it may stand in messages for other reasons.
  func addCredential(_ text: String) {
    guard let word = text.split(separator: " ").last, word.utf8.count >= 8 else { return }
    addSecret(String(word))
  }
}
