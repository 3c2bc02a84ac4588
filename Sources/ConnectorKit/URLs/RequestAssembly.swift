public import JSON

/// Makes a request of its address and options, in the form in which the reference's HTTP client sends it.
public enum RequestAssembly {
  /// What becomes of parameters whose names an address has in its query already.
  public enum GivenQuery: Sendable {
    /// The address is from the manifest: what it has with the same value is not appended, anything else is.
    case written
    /// The address of a next page is whole: what it has is not appended, whatever the values. Credentials, which some APIs blank out
    /// there, replace what it has.
    case ofNextPage(credentials: [String])
  }

  /// - Parameters:
  ///   - method: the HTTP method.
  ///   - address: the URL.
  ///   - options: what the components of the request added.
  ///   - allowsBody: whether body options are sent; they are ignored otherwise.
  ///   - query: what becomes of parameters that the address has already.
  /// - Throws: ``SyncError`` when a parameter is an object, or both a form and a JSON body are given.
  public static func request(
    method: String, address: String, options: RequestOptions, allowsBody: Bool = true, query: GivenQuery = .written
  ) throws -> HTTPRequest {
    for (name, value) in options.parameters {
      if case .object = value {
        throw SyncError(.system, "The request parameter `\(name)` is an object; a parameter's value must be text, a number or a list.")
      }
    }
    var headers = HTTPHeaders()
    for (name, value) in options.headers { headers[name] = FormEncoding.text(value) }
    let body = allowsBody ? try self.body(options, &headers) : nil
    return HTTPRequest(method: method, url: url(address, options.parameters, query), headers: headers, body: body)
  }

  /// An address with parameters appended to its query, escaped as it is sent.
  ///
  /// A parameter that the address carries already is not sent twice.
  public static func url(_ address: String, _ parameters: JSONObject, _ given: GivenQuery = .written) -> String {
    if let plain = PlainAddress.adding(parameters, to: address) { return plain }
    var parts = Address(String(address.drop(while: \.isWhitespace)))
    var parameters = parameters
    switch given {
    case .written:
      for (name, value) in FormEncoding.decode(parts.query ?? "") where parameters[name].map(FormEncoding.text) == value {
        parameters[name] = nil
      }
    case .ofNextPage(let credentials): removeRepeated(&parameters, &parts.query, credentials)
    }
    if parts.path.isEmpty, parts.authority != nil { parts.path = "/" }
    let encoded = FormEncoding.encode(parameters)
    if !encoded.isEmpty {
      if let query = parts.query, !query.isEmpty { parts.query = "\(query)&\(encoded)" } else { parts.query = encoded }
    }
    if parts.query == "" { parts.query = nil }
    parts.path = withoutBrackets(parts.path)
    parts.query = parts.query.map(withoutBrackets)
    if parts.fragment == "" { parts.fragment = nil }
    return PercentEncoding.normalize(parts.text)
  }

  private static func removeRepeated(_ parameters: inout JSONObject, _ query: inout String?, _ credentials: [String]) {
    guard let given = query, !parameters.isEmpty else { return }
    var pairs: [(text: Substring, name: String, value: String)] = given.split(separator: "&", omittingEmptySubsequences: false).map {
      let parts = $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
        PercentEncoding.decode($0, plusAsSpace: true)
      }
      return ($0, parts[0], parts.count > 1 ? parts[1] : "")
    }
    for (name, value) in parameters where !value.isNull {
      let same = pairs.filter { $0.name == name }
      if same.isEmpty { continue }
      if !credentials.contains(name) || same.count == 1 && same[0].value == FormEncoding.text(value) {
        parameters[name] = nil
      } else {
        pairs.removeAll { $0.name == name }
      }
    }
    query = pairs.map(\.text).joined(separator: "&")
  }

  private static func body(_ options: RequestOptions, _ headers: inout HTTPHeaders) throws -> [UInt8]? {
    // Not a bare `nil`, which would be the JSON value null.
    let json = options.bodyJSON.flatMap { isEmpty($0) ? JSONValue?.none : $0 }
    switch options.bodyData {
    case .fields(let fields) where fields.isEmpty: break
    case .text(let text) where text.isEmpty: break
    case .fields, .text:
      guard json == nil else {
        throw SyncError(.system, "The request has both a form and a JSON body. Keep one of them in the manifest.")
      }
    }
    if let json {
      if headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
      return Array(JSONText.python(json).utf8)
    }
    switch options.bodyData {
    case .text(let text): return text.isEmpty ? nil : Array(text.utf8)
    case .fields(let fields) where fields.isEmpty: return nil
    case .fields(let fields):
      if headers["Content-Type"] == nil { headers["Content-Type"] = "application/x-www-form-urlencoded" }
      return Array(FormEncoding.encode(listed(fields)).utf8)
    }
  }

  /// Square brackets may only stand around the host.
  private static func withoutBrackets(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x5b || $0 == 0x5d }) else { return text }
    return text.reduce(into: "") { $0 += $1 == "[" ? "%5B" : $1 == "]" ? "%5D" : String($1) }
  }

  /// A mapping in a form counts as the list of its keys.
  private static func listed(_ fields: JSONObject) -> JSONObject {
    var fields = fields
    for (name, value) in fields {
      if let keys = value.objectValue?.keys { fields[name] = .array(keys.map { .string($0) }) }
    }
    return fields
  }

  private static func isEmpty(_ value: JSONValue) -> Bool {
    switch value {
    case .null: true
    case .object(let object): object.isEmpty
    case .array(let elements): elements.isEmpty
    case .string(let text): text.isEmpty
    default: false
    }
  }
}
