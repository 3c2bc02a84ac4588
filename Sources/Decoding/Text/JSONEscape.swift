/// Writes UTF-8 text as a JSON string.
enum JSONEscape {
  private static let hex = Array("0123456789abcdef".utf8)

  static func append(_ text: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var start = 0
    for place in 0..<text.count {
      let byte = text[place]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      output.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<place]))
      start = place + 1
      escape(byte, to: &output)
    }
    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start...]))
    output.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\n"): output.append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): output.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): output.append(UInt8(ascii: "t"))
    case 0x20...: output.append(byte)
    default:
      output.append(contentsOf: "u00".utf8)
      output.append(hex[Int(byte >> 4)])
      output.append(hex[Int(byte & 15)])
    }
  }
}
