public import JSON

/// A request that was sent, as templates see it.
public final class RequestObject: TemplateObject {
  public let typeName = "PreparedRequest"
  private let method: String
  private let url: String
  private let headers: HeadersObject
  private let body: [UInt8]?

  /// - Parameter url: the absolute address with its query.
  public init(method: String, url: String, headers: JSONObject, body: [UInt8]?) {
    self.method = method
    self.url = url
    self.headers = HeadersObject(headers)
    self.body = body
  }

  public func pythonText() throws(TemplateError) -> String { "<PreparedRequest [\(method)]>" }

  public func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "method": .string(method)
    case "url": .string(url)
    case "path_url": .string(path)
    case "headers": .object(headers)
    case "body": body.map { isJSON ? .bytes($0) : .string(String(decoding: $0, as: UTF8.self)) } ?? TemplateValue.none
    default: nil
    }
  }

  /// An object is sent as bytes; forms and texts stay texts.
  private var isJSON: Bool { headers.item("content-type")?.textValue?.contains("json") == true }

  /// The address behind the host.
  private var path: String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let rest = url[scheme.upperBound...]
    guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
    return (rest[start] == "?" ? "/" : "") + String(rest[start...].prefix { $0 != "#" })
  }
}
