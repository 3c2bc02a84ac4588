internal import Glibc

extension JSONTape {
  /// Scans JSON lines: every line that is not blank holds one document. Lines end with `\n` or `\r\n`.
  ///
  /// Nothing is read behind a line that is not UTF-8: the others are likely to be in another encoding as well, seen or not.
  ///
  /// - Parameters:
  ///   - lines: complete lines; the last one need not end with a line break.
  ///   - firstLine: the number of the first line, for errors in later parts of a long text.
  ///   - onBadLine: called for every line that is not JSON; the line then adds no root. Its error tells the line.
  /// - Throws: ``JSONError`` only when the text is larger than 4 GiB or has a byte order mark that is refused.
  public convenience init(
    lines buffer: consuming JSONBuffer, options: JSONOptions = .standard, firstLine: Int = 1, onBadLine: (JSONError) -> Void
  ) throws(JSONError) {
    var line = firstLine
    try self.init(lines: buffer, options: options, line: &line) {
      onBadLine($0)
      return true
    }
  }

  /// Scans JSON lines as ``init(lines:options:firstLine:onBadLine:)`` does.
  ///
  /// - Parameters:
  ///   - line: the number of the first line; then of the one behind the last.
  ///   - onBadLine: called for every line that is not JSON; whether to go on behind it.
  package convenience init(
    lines buffer: consuming JSONBuffer, options: JSONOptions, line: inout Int, onBadLine: (JSONError) -> Bool
  ) throws(JSONError) {
    buffer.seal()
    let base = buffer.base
    let text = UnsafeRawBufferPointer(start: base, count: buffer.count)
    let start: Int
    do throws(ScanFailure) {
      start = try Self.start(text, options)
    } catch {
      throw JSONError(error, in: text)
    }
    var scanner = JSONScanner(UnsafePointer(base), size: text.count, options: options)
    Self.scanLines(base, start..<text.count, &line, &scanner, onBadLine)
    self.init(buffer, scanner)
  }

  /// Scans JSON lines as ``init(lines:options:firstLine:onBadLine:)`` does; the bytes are copied once.
  public convenience init(
    lines bytes: [UInt8], options: JSONOptions = .standard, firstLine: Int = 1, onBadLine: (JSONError) -> Void
  ) throws(JSONError) {
    try self.init(lines: JSONBuffer(bytes), options: options, firstLine: firstLine, onBadLine: onBadLine)
  }

  private static func scanLines(
    _ base: UnsafeMutablePointer<UInt8>, _ range: Range<Int>, _ line: inout Int, _ scanner: inout JSONScanner,
    _ onBadLine: (JSONError) -> Bool
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      let found = memchr(base + start, Int32(UInt8(ascii: "\n")), range.upperBound - start)
      let end = found.map { $0.assumingMemoryBound(to: UInt8.self) - base } ?? range.upperBound
      var last = end
      while last > start, isSpace(base[last - 1]) { last -= 1 }
      var first = start
      while first < last, isSpace(base[first]) { first += 1 }
      if first < last {
        // The scanner stops at a zero: put one behind the line for the while.
        let behind = base[last]
        base[last] = 0
        do throws(ScanFailure) {
          try scanner.scan(from: first, to: last)
          base[last] = behind
        } catch {
          base[last] = behind
          let text = UnsafeRawBufferPointer(start: base, count: range.upperBound)
          let error = JSONError(error, in: text, start: start, end: last, line: line)
          guard onBadLine(error), error.isUTF8 else { return }
        }
      }
      start = end + 1
      line += 1
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
}
