internal import JSON

/// Addresses in which nothing has to be escaped, resolved or taken apart, as nearly all are: they are put together in one pass.
///
/// ``Address`` and ``PercentEncoding`` are the rule. What is made here is the same, or nil where a text is not plain enough to be sure.
enum PlainAddress {
  private static let slash = UInt8(ascii: "/")
  private static let keptInBases = PercentEncoding.keptInAddresses.removing(UInt8(ascii: "%")).removing(UInt8(ascii: "?"))
    .removing(UInt8(ascii: "#"))

  /// The address of a relative path below another address.
  static func joined(_ base: String, _ path: String) -> String? {
    guard let start = pathStart(base), isPlain(base.utf8[start...], isBase: true), isPlain(path.utf8[...], isBase: false) else {
      return nil
    }
    return base.utf8.last == slash ? base + path : base + "/" + path
  }

  /// An address with parameters as its query.
  static func adding(_ parameters: JSONObject, to address: String) -> String? {
    guard let path = pathStart(address), address.utf8.allSatisfy({ keptInBases.contains($0) }) else { return nil }
    var text = address
    if path == address.utf8.endIndex { text += "/" }
    guard !parameters.isEmpty else { return text }
    let query = FormEncoding.encode(parameters)
    if !query.isEmpty {
      text += "?"
      text += query
    }
    return text
  }

  /// Where the path starts behind a scheme in lower case and a host; nil when the text does not start with those.
  private static func pathStart(_ text: String) -> String.Index? {
    let bytes = text.utf8
    guard let colon = bytes.firstIndex(where: { $0 < 0x61 || $0 > 0x7A }), colon > bytes.startIndex,
      bytes[colon...].starts(with: "://".utf8)
    else { return nil }
    let host = bytes.index(colon, offsetBy: 3)
    let end = bytes[host...].firstIndex { $0 == slash || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? bytes.endIndex
    return end > host ? end : nil
  }

  /// Whether a path has neither dots nor empty segments to be resolved, and nothing that could be a scheme.
  ///
  /// - Parameter isBase: whether nothing but a path may stand there; a query behind a relative path is left as it is.
  private static func isPlain(_ path: Substring.UTF8View, isBase: Bool) -> Bool {
    var isSegmentStart = !isBase
    for byte in path {
      switch byte {
      case slash, UInt8(ascii: "."):
        if isSegmentStart { return false }
        isSegmentStart = byte == slash
      case UInt8(ascii: "?"), UInt8(ascii: "#"): return !isBase && !(isSegmentStart && path.first == byte)
      case UInt8(ascii: ":"): return false
      default: isSegmentStart = false
      }
    }
    return isBase || !path.isEmpty
  }
}

extension Address {
  /// The address of a path below a base, as the manifest language joins them.
  public static func joined(_ base: String, _ path: String) -> String {
    guard !path.isEmpty else { return base }
    let (base, path) = (withoutBreaks(base), withoutBreaks(path))
    return PlainAddress.joined(base, path) ?? Address(base.hasSuffix("/") ? base : base + "/").resolving(path).text
  }

  /// A text without the blanks before it and the line breaks and tabs in it, which a block of YAML may leave there.
  private static func withoutBreaks(_ text: String) -> String {
    let isBreak: (UInt8) -> Bool = { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    guard text.utf8.first.map({ $0 <= 0x20 }) ?? false || text.utf8.contains(where: isBreak) else { return text }
    return String(decoding: text.utf8.drop { $0 <= 0x20 }.filter { !isBreak($0) }, as: UTF8.self)
  }
}
