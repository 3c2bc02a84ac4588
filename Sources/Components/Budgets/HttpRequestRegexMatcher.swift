internal import ConnectorKit
internal import Document
internal import JSON
internal import RegularExpressions
internal import Templates

/// Recognises requests by method, address, parameters and headers.
struct HttpRequestRegexMatcher: Sendable {
  static let spec = ComponentSpec<HttpRequestRegexMatcher>(
    "HttpRequestRegexMatcher", "Recognises requests by method, address, parameters and headers; omitted fields match everything.",
    since: "6.33", typing: .ignored,
    fields: Field<String>.string("method", doc: "The method, such as GET.").optional,
    Field<String>.string("url_base", doc: "Scheme and host, such as https://api.example.com.").optional,
    Field<String>.string("url_path_pattern", doc: "A regular expression that is found in the path.").optional,
    Field<JSONObject>.object("params", doc: "Parameters the query must have, with their values.").default([:]),
    Field<JSONObject>.object("headers", doc: "Headers the request must have, with their values.").default([:]),
    Field<TemplateText>.template(
      "weight", as: .anyOf([.integer, .string]), doc: "How many calls such a request counts for."
    ).optional.shown(1),
    Field<BuildContext>.context,
    examples: [
      """
      method: POST
      url_base: https://api.example.com
      url_path_pattern: ^/v2/search$
      headers:
        X-Priority: low
      weight: 5
      """
    ],
    make: HttpRequestRegexMatcher.init)

  /// Headers that every request has, unless it sets them itself.
  private static let standardHeaders = ["accept": "*/*", "accept-encoding": "gzip, deflate", "connection": "keep-alive"]

  /// How many calls a request that fits counts for; nil when the manifest does not say.
  let weight: Int?
  private let method: String?
  private let base: String?
  private let pathPattern: String?
  private let parameters: [String: String]
  private let headers: [String: String]

  init(
    method: String?, base: String?, pathPattern: String?, parameters: JSONObject, headers: JSONObject, weight: TemplateText?,
    context: BuildContext
  ) throws {
    self.method = method.flatMap { $0.isEmpty ? nil : $0.uppercased() }
    self.base = base.flatMap { $0.isEmpty ? nil : Self.trimmed($0) }
    self.pathPattern = pathPattern.flatMap { $0.isEmpty ? nil : $0 }
    self.parameters = Dictionary(parameters.map { ($0.key, FormEncoding.text($0.value)) }) { $1 }
    self.headers = Dictionary(headers.map { ($0.key, FormEncoding.text($0.value)) }) { $1 }
    self.weight = try weight?.wholeNumber("weight", context)
    if let weight = self.weight, weight < 1 {
      throw Diagnostic(
        code: .badWeight, "the `weight` of an HttpRequestRegexMatcher must be 1 or more, got \(weight)", at: context.location)
    }
    if let pattern = self.pathPattern {
      do {
        _ = try PythonRegex.cached(pattern)
      } catch {
        throw Diagnostic(code: .badPattern, "`url_path_pattern` is not a valid regular expression: \(error)", at: context.location)
      }
    }
  }

  func matches(_ request: HTTPRequest) -> Bool {
    if let method, request.method != method { return false }
    let address = Address(request.url)
    if let base, base != "\(address.scheme)://\(address.authority ?? "")" { return false }
    if let pathPattern {
      let path = Self.trimmed(address.path)
      guard (try? PythonRegex.cached(pathPattern).search(path)) != nil else { return false }
    }
    if !parameters.isEmpty {
      let sent = Self.parameters(of: address.query ?? "")
      guard parameters.allSatisfy({ sent[$0.key] == $0.value }) else { return false }
    }
    return headers.allSatisfy { (request.headers[$0.key] ?? Self.standardHeaders[$0.key.lowercased()]) == $0.value }
  }

  /// What tells this matcher from others.
  var identity: JSONValue {
    [
      .string(method ?? ""), .string(base ?? ""), .string(pathPattern ?? ""), .integer(weight ?? 0), Self.sorted(parameters),
      Self.sorted(headers),
    ]
  }

  private static func sorted(_ pairs: [String: String]) -> JSONValue {
    .array(pairs.sorted { $0.key < $1.key }.map { [.string($0.key), .string($0.value)] })
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.hasSuffix("/") { text.removeLast() }
    return String(text)
  }

  /// The last value of each parameter; parameters without one are left out.
  private static func parameters(of query: String) -> [String: String] {
    var parameters: [String: String] = [:]
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[1].isEmpty else { continue }
      parameters[decoded(parts[0])] = decoded(parts[1])
    }
    return parameters
  }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      let pair = rest.prefix(2)
      if byte == UInt8(ascii: "%"), pair.count == 2, let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest.removeFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension TemplateText {
  /// The whole number that the text gives from the config.
  func wholeNumber(_ field: String, _ context: BuildContext) throws -> Int {
    let value = try json(TemplateScope(config: context.config))
    if let number = value.wholeNumber { return number }
    throw Diagnostic(
      code: .noNumber, "`\(field)` must give a whole number, but `\(source)` gives \(JSONText.compact(value))", at: location)
  }
}
