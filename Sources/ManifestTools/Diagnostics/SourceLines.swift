/// The lines of a text, found once, read by number.
struct SourceLines {
  private let text: [UInt8]
  private let starts: [Int]
  private let memory = Memory()

  /// The line that was read last: many diagnostics in a row may stand on one long line.
  private final class Memory {
    var number = 0
    var scalars: [Unicode.Scalar] = []
  }

  init(_ text: [UInt8]) {
    self.text = text
    var starts = [0]
    for (place, byte) in text.enumerated() where byte == UInt8(ascii: "\n") { starts.append(place + 1) }
    self.starts = starts
  }

  /// The scalars of a line, counted from 1, without its line end; nil when there is no such line.
  subscript(number: Int) -> [Unicode.Scalar]? {
    guard number >= 1, number <= starts.count else { return nil }
    if memory.number == number { return memory.scalars }
    let end = number < starts.count ? starts[number] - 1 : text.count
    var line = text[starts[number - 1]..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    var scalars = Array(String(decoding: line, as: UTF8.self).unicodeScalars)
    if number == 1, scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    (memory.number, memory.scalars) = (number, scalars)
    return scalars
  }
}
