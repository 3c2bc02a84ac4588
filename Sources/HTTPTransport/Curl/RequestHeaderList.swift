internal import CCurl
internal import ConnectorKit

/// A request's header fields in the form libcurl takes them.
struct RequestHeaderList: ~Copyable {
  private(set) var first: UnsafeMutablePointer<curl_slist>?
  private var last: UnsafeMutablePointer<curl_slist>?

  /// - Throws: `.badRequest` for a field that would break out of its line.
  init(_ request: HTTPRequest, location: @autoclosure () -> String) throws(TransportError) {
    for field in request.headers {
      // libcurl writes the length of the body itself; a second opinion would confuse the server.
      if HTTPHeaders.matches(field.name, "Content-Length") || HTTPHeaders.matches(field.name, "Transfer-Encoding") { continue }
      guard let line = Self.line(field) else {
        throw TransportError(
          .badRequest,
          "Cannot send the header \(Self.shown(field.name)): "
            + "names must not contain spaces, colons or control characters, and values no line breaks.",
          location: location())
      }
      append(line)
    }
    if request.body == nil && (request.method == "GET" || request.method == "HEAD") { return }
    // An empty value takes away what libcurl would add on its own.
    if !request.headers.contains("Content-Type") { append(Array("Content-Type:\0".utf8)) }
    if !request.headers.contains("Expect") { append(Array("Expect:\0".utf8)) }
  }

  deinit {
    curl_slist_free_all(first)
  }

  private mutating func append(_ line: [UInt8]) {
    let node = line.withUnsafeBytes { curl_slist_append(nil, $0.baseAddress?.assumingMemoryBound(to: CChar.self)) }
    if let last {
      last.pointee.next = node
    } else {
      first = node
    }
    last = node ?? last
  }

  /// `Name: value` in Latin-1 (UTF-8 when that cannot hold it), ended by a zero byte; nil when it cannot be sent.
  private static func line(_ field: HTTPHeader) -> [UInt8]? {
    guard isToken(field.name) else { return nil }
    let isBreak: (UInt8) -> Bool = { $0 == 0x0D || $0 == 0x0A || $0 == 0 }
    guard !field.value.utf8.contains(where: isBreak) else { return nil }
    let value = HeaderText.latin1Bytes(field.value) ?? Array(field.value.utf8)
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    var line = Array(field.name.utf8)
    line.reserveCapacity(line.count + value.count + 3)
    if value.allSatisfy(isBlank) {
      line.append(UInt8(ascii: ";"))
    } else {
      line.append(contentsOf: [UInt8(ascii: ":"), UInt8(ascii: " ")])
      line.append(contentsOf: value.drop(while: isBlank))
    }
    line.append(0)
    return line
  }

  /// Whether a text may stand as a method or a header name.
  static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
  }

  private static func shown(_ name: String) -> String {
    "\"" + name.unicodeScalars.map { $0.value < 0x20 ? $0.escaped(asASCII: true) : String($0) }.joined() + "\""
  }
}
