internal import ConnectorKit

/// Gathers the lines of an answer's head as they come in.
///
/// Each status line starts afresh, so that what is left in the end is the last answer: not a `100 Continue`.
struct ResponseHeaderBlock {
  private var bytes: [UInt8] = []
  /// Whether the head of a final answer is there to its end.
  private(set) var isComplete = false

  /// Takes a line with its line end; true when it was the one that ends the head of a final answer.
  mutating func append(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    // What follows the body (trailers) says nothing that anybody here asks for.
    if isComplete { return false }
    if line.count >= 5, line[0] == UInt8(ascii: "H"), line.starts(with: "HTTP/".utf8) {
      bytes.removeAll(keepingCapacity: true)
      bytes.reserveCapacity(1024)
    }
    bytes.append(contentsOf: line)
    if let first = line.first, first > 0x0D { return false }
    guard line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }), status >= 200 else { return false }
    isComplete = true
    return true
  }

  /// Whether nothing has come in yet.
  var isEmpty: Bool { bytes.isEmpty }

  func head(url: String) -> HTTPResponseHead {
    HTTPResponseHead(status: status, headers: fields() ?? unfoldedFields(), url: url, version: version)
  }

  /// The fields of a head in which every field is one line; nil for others.
  private func fields() -> HTTPHeaders? {
    bytes.withUnsafeBufferPointer { bytes in
      var headers = HTTPHeaders()
      headers.reserveCapacity(16)
      var start = Self.place(of: 0x0A, in: bytes, from: 0, to: bytes.count) + 1
      while start < bytes.count {
        if bytes[start] == 0x20 || bytes[start] == 0x09 { return nil }
        let end = Self.place(of: 0x0A, in: bytes, from: start, to: bytes.count)
        let colon = Self.place(of: UInt8(ascii: ":"), in: bytes, from: start, to: end)
        if colon < end {
          var (first, last) = (colon + 1, end)
          while first < last, Self.isSpace(bytes[first]) { first += 1 }
          while last > first, Self.isSpace(bytes[last - 1]) { last -= 1 }
          headers.add(
            HeaderText.text(UnsafeBufferPointer(rebasing: bytes[start..<colon])),
            HeaderText.text(UnsafeBufferPointer(rebasing: bytes[first..<last])))
        }
        start = end + 1
      }
      return headers
    }
  }

  private static func place(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    var place = start
    while place < end, bytes[place] != byte { place += 1 }
    return place
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }

  private func unfoldedFields() -> HTTPHeaders {
    var headers = HTTPHeaders()
    for line in unfolded().dropFirst() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      headers.add(HeaderText.text(line[..<colon]), HeaderText.text(Self.trimmed(line[(colon + 1)...])))
    }
    return headers
  }

  private var status: Int {
    guard let space = bytes.firstIndex(of: 0x20) else { return 0 }
    return bytes[(space + 1)...].prefix { (0x30...0x39).contains($0) }.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private var version: HTTPVersion {
    if bytes.starts(with: "HTTP/2".utf8) { return .http2 }
    if bytes.starts(with: "HTTP/3".utf8) { return .http3 }
    return bytes.starts(with: "HTTP/1.0".utf8) ? .http10 : .http11
  }

  /// The lines; one that starts with white space continues the one before.
  private func unfolded() -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    lines.reserveCapacity(16)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[start..<end]
      if let last = lines.last, let first = line.first, first == 0x20 || first == 0x09 {
        lines[lines.count - 1] = ArraySlice(Array(Self.trimmed(last)) + [0x20] + Array(Self.trimmed(line)))
      } else {
        lines.append(line)
      }
      start = end + 1
    }
    return lines
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var trimmed = bytes.drop(while: isSpace)
    while let last = trimmed.last, isSpace(last) { trimmed.removeLast() }
    return trimmed
  }
}
