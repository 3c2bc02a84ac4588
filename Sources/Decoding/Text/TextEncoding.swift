/// A text encoding, found by any name Python's codecs or an HTTP `charset` would use for it.
///
/// Names are compared without regard to case, hyphens, underscores and spaces: `UTF-8`, `utf_8` and `U8` are the same.
package struct TextEncoding: Sendable, Hashable {
  package enum ByteOrder: Sendable, Hashable { case littleEndian, bigEndian }

  enum Scheme: Sendable, Hashable {
    case utf8
    case utf8WithMark
    case ascii
    case latin1
    case windows1252
    /// No byte order: a mark decides, little-endian without one.
    case utf16(ByteOrder?)
    case utf32(ByteOrder?)
    /// An encoding of the C library, by its name there.
    case system(String)
  }

  /// The usual name, such as `utf-8` or `iso-8859-1`.
  package let name: String
  let scheme: Scheme

  init(_ name: String, _ scheme: Scheme) {
    self.name = name
    self.scheme = scheme
  }

  package static let utf8 = TextEncoding("utf-8", .utf8)
  /// UTF-8 whose leading byte order mark, if any, is no part of the text.
  package static let utf8WithMark = TextEncoding("utf-8-sig", .utf8WithMark)
  package static let ascii = TextEncoding("ascii", .ascii)
  package static let latin1 = TextEncoding("iso-8859-1", .latin1)
  package static let windows1252 = TextEncoding("cp1252", .windows1252)
  /// UTF-16 in the byte order of its mark; without a mark, little-endian.
  package static let utf16 = TextEncoding("utf-16", .utf16(nil))
  package static let utf16LittleEndian = TextEncoding("utf-16-le", .utf16(.littleEndian))
  package static let utf16BigEndian = TextEncoding("utf-16-be", .utf16(.bigEndian))
  package static let utf32 = TextEncoding("utf-32", .utf32(nil))
  package static let utf32LittleEndian = TextEncoding("utf-32-le", .utf32(.littleEndian))
  package static let utf32BigEndian = TextEncoding("utf-32-be", .utf32(.bigEndian))

  /// Finds an encoding by name; nil when nobody knows it.
  package init?(name: String) {
    let squeezed = Self.squeeze(name)
    if let own = Self.own[squeezed] {
      self = own
    } else if let system = Self.systemName(squeezed), SystemDecoder.knows(system) {
      self.init(name.lowercased(), .system(system))
    } else {
      return nil
    }
  }

  /// Whether the bytes of ASCII text are the same as in ASCII, and no others mean ASCII characters.
  var extendsASCII: Bool {
    switch scheme {
    case .utf8, .utf8WithMark, .ascii, .latin1, .windows1252: true
    case .utf16, .utf32: false
    case .system(let name): !name.hasPrefix("ISO-2022") && !name.hasPrefix("UTF") && !name.hasPrefix("IBM") && name != "HZ"
    }
  }

  private static func squeeze(_ name: String) -> String {
    var squeezed = ""
    for scalar in name.unicodeScalars where scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
      squeezed += scalar.properties.lowercaseMapping
    }
    return squeezed
  }

  private static let own: [String: TextEncoding] = {
    let names: [(TextEncoding, String)] = [
      (.utf8, "utf8 u8 utf cp65001 utf8ucs2 utf8ucs4"), (.utf8WithMark, "utf8sig"),
      (.ascii, "ascii usascii 646 ansix341968 ansix341986 ansix341968 cp367 csascii ibm367 iso646us isoir6 us"),
      (.latin1, "latin1 latin iso88591 iso885911987 isoir100 8859 cp819 ibm819 l1 csisolatin1"),
      (.windows1252, "cp1252 1252 windows1252 xcp1252"),
      (.utf16, "utf16 u16 ucs2 iso10646ucs2"), (.utf16LittleEndian, "utf16le unicodelittleunmarked"),
      (.utf16BigEndian, "utf16be unicodebigunmarked"),
      (.utf32, "utf32 u32 ucs4"), (.utf32LittleEndian, "utf32le"), (.utf32BigEndian, "utf32be"),
    ]
    var table: [String: TextEncoding] = [:]
    for (encoding, list) in names { for name in list.split(separator: " ") { table[String(name)] = encoding } }
    return table
  }()

  /// The C library's name for a squeezed name. What follows a known pattern is given in the form it has there.
  private static func systemName(_ squeezed: String) -> String? {
    if let known = named[squeezed] { return known }
    for (prefix, form) in [
      ("iso8859", "ISO-8859-"), ("windows", "CP"), ("koi8", "KOI8-"), ("iso2022", "ISO-2022-"), ("cp", "CP"), ("ibm", "IBM"), ("", "CP"),
    ] where squeezed.hasPrefix(prefix) {
      let rest = squeezed.dropFirst(prefix.count).uppercased()
      guard !rest.isEmpty, prefix != "" || rest.allSatisfy(\.isNumber) else { continue }
      return form + rest
    }
    return squeezed.isEmpty ? nil : squeezed.uppercased()
  }

  private static let named: [String: String] = [
    "latin2": "ISO-8859-2", "l2": "ISO-8859-2", "latin3": "ISO-8859-3", "latin4": "ISO-8859-4", "cyrillic": "ISO-8859-5",
    "arabic": "ISO-8859-6", "greek": "ISO-8859-7", "hebrew": "ISO-8859-8", "latin5": "ISO-8859-9", "latin6": "ISO-8859-10",
    "thai": "ISO-8859-11", "latin7": "ISO-8859-13", "latin8": "ISO-8859-14", "latin9": "ISO-8859-15", "latin10": "ISO-8859-16",
    "shiftjis": "SHIFT_JIS", "sjis": "SHIFT_JIS", "ms932": "CP932", "windows31j": "CP932", "mskanji": "CP932",
    "eucjp": "EUC-JP", "ujis": "EUC-JP", "euckr": "EUC-KR", "korean": "EUC-KR", "ksc5601": "EUC-KR", "ms949": "CP949", "uhc": "CP949",
    "gb2312": "EUC-CN", "euccn": "EUC-CN", "chinese": "EUC-CN", "ms936": "GBK", "cp936": "GBK", "936": "GBK",
    "big5": "BIG5", "big5tw": "BIG5", "csbig5": "BIG5", "big5hkscs": "BIG5-HKSCS", "hz": "HZ", "hzgb2312": "HZ",
    "macroman": "MACINTOSH", "maccyrillic": "MAC-CYRILLIC", "tis620": "TIS-620", "utf7": "UTF-7", "u7": "UTF-7",
    "iso2022jp": "ISO-2022-JP", "iso2022kr": "ISO-2022-KR", "johab": "JOHAB", "viscii": "VISCII",
  ]
}

extension TextEncoding: CustomStringConvertible {
  package var description: String { name }
}
