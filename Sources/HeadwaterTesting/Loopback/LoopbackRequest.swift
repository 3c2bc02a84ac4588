/// One request as a ``LoopbackServer`` received it.
public struct LoopbackRequest: Sendable, Hashable {
  /// A name with its value: a query parameter or a field of a form.
  public struct Parameter: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// In capitals, such as `GET`.
  public var method: String
  /// The path as it was sent, percent-encoded.
  public var path: String
  /// The query as it was sent, percent-encoded and without `?`.
  public var rawQuery: String
  /// The headers by lower-case name.
  public var headers: [String: String]
  public var body: [UInt8]

  public init(method: String, path: String, rawQuery: String = "", headers: [String: String] = [:], body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.rawQuery = rawQuery
    self.headers = headers
    self.body = body
  }

  /// The parameters of the query, decoded, in order.
  public var query: [Parameter] { Self.parameters(rawQuery) }

  /// The fields of a form in the body, decoded, in order.
  public var form: [Parameter] { Self.parameters(bodyText) }

  /// The body as text; what is not UTF-8 becomes U+FFFD.
  public var bodyText: String { String(decoding: body, as: UTF8.self) }

  /// The first value of a query parameter; nil when there is none.
  public func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// The value of a header, whatever the case of its name; nil when it was not sent.
  public func header(_ name: String) -> String? { headers[name.lowercased()] }

  private static func parameters(_ text: String) -> [Parameter] {
    text.split(separator: "&").map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return Parameter(decode(halves[0]), halves.count > 1 ? decode(halves[1]) : "")
    }
  }

  private static func decode(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      let digits = String(rest.prefix(2)) ?? ""
      if byte == UInt8(ascii: "+") {
        bytes.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
