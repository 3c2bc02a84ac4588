/// Records of a page often have all the same keys: once some had, the next ones are taken as wholes by their ``RecordShape``.
///
/// What is not like it, or damaged, is left untouched to be scanned as ever.
extension JSONScanner {
  /// Goes on behind an object of a list with those that follow it, if they have the same shape.
  @inline(__always)
  mutating func matchSame(_ place: Int) {
    objectsUntilShape &-= 1
    if objectsUntilShape == 0 { takeShaped(place) }
  }

  @inline(never)
  private mutating func takeShaped(_ place: Int) {
    let start = count
    if let shape { take(shape) }
    if count == start, let separator = separator(), let made = RecordShape(bytes, tokens, place, separator: separator) {
      shape = made
      take(made)
    }
    // To make a shape takes about as long as to scan two objects. Where it served for a few only, it is tried less and less often.
    let isWorthIt = shape.map { count &- start >= $0.tokenCount &* 8 } ?? false
    shapeInterval = isWorthIt ? 1 : min(shapeInterval &* 4, 256)
    objectsUntilShape = shapeInterval
  }

  /// What stands between an object and the next one.
  private mutating func separator() -> Range<Int>? {
    let start = at
    guard bytes[start] == UInt8(ascii: ",") else { return nil }
    at &+= 1
    skipSpace()
    defer { at = start }
    return bytes[at] == UInt8(ascii: "{") ? start..<at : nil
  }

  private mutating func take(_ shape: RecordShape) {
    guard depth &+ shape.depth <= maximumDepth else { return }
    shape.withUnsafePointers { steps, parts in
      while Self.isSame(bytes + at, bytes + shape.separatorAt, shape.separatorLength) {
        reserve(shape.tokenCount)
        let record = ShapedRecord(bytes: bytes, object: tokens + count, count: count, steps: steps, parts: parts)
        guard let end = record.take(at &+ shape.separatorLength, shape) else { return }
        twin = count
        count &+= shape.tokenCount
        at = end
      }
    }
  }
}

/// A record that may have the shape of others. Of one that has not, nothing is kept.
private struct ShapedRecord {
  let bytes: UnsafePointer<UInt8>
  /// Where the record's own token goes.
  let object: UnsafeMutablePointer<JSONToken>
  /// How many tokens there are before it.
  let count: Int
  let steps: UnsafeBufferPointer<RecordShape.Step>
  let parts: UnsafeBufferPointer<RecordShape.Part>

  /// Writes the tokens of the record at `start`; nil where it has another shape, or damage.
  ///
  /// - Returns: the byte behind the record.
  @inline(__always)
  func take(_ start: Int, _ shape: borrowing RecordShape) -> Int? {
    object.pointee = JSONToken(shape.root, movedBy: start, places: count)
    var at = start
    var to = object + 1
    var step = steps.baseAddress.unsafelyUnwrapped
    let end = step + steps.count
    while step < end {
      if step.pointee.isShort {
        guard step.pointee.isGap(bytes + at) else { return nil }
      } else {
        guard JSONScanner.isSame(bytes + at, bytes + Int(step.pointee.model), Int(step.pointee.gap)) else { return nil }
        to = writeParts(Int(step.pointee.firstPart), Int(step.pointee.endOfParts), at, to)
      }
      to.pointee = JSONToken(step.pointee.key, movedBy: at, places: count)
      to += 1
      at &+= Int(step.pointee.gap)
      guard let end = takeValue(at, step, to) else { return nil }
      at = end
      to += 1
      step += 1
    }
    guard JSONScanner.isSame(bytes + at, bytes + shape.tailAt, shape.tailLength) else { return nil }
    _ = writeParts(shape.firstTailPart, parts.count, at, to)
    at &+= shape.tailLength
    object.pointee.close(at: at)
    return at
  }

  /// Writes the token of a value without parts; returns the byte behind it.
  @inline(__always)
  private func takeValue(_ start: Int, _ step: UnsafePointer<RecordShape.Step>, _ to: UnsafeMutablePointer<JSONToken>) -> Int? {
    let next = count &+ Int(step.pointee.next)
    let byte = bytes[start]
    if byte == UInt8(ascii: "\"") {
      var end = StringScanner.plainEnd(bytes, start &+ 1)
      var escaped = false
      if bytes[end] != UInt8(ascii: "\"") {
        guard let other = try? StringScanner.end(bytes, start: start, at: end) else { return nil }
        (end, escaped) = other
      }
      end &+= 1
      to.pointee = JSONToken(.string, offset: start, length: end &- start, next: next, escaped: escaped)
      return end
    }
    if NumberScanner.starts(byte, bytes[start &+ 1]) {
      guard let (end, kind) = try? NumberScanner.end(bytes, start) else { return nil }
      to.pointee = JSONToken(kind, offset: start, length: end &- start, next: next)
      return end
    }
    guard let (end, kind) = WordScanner.end(bytes, start) else { return nil }
    to.pointee = JSONToken(kind, offset: start, length: end &- start, next: next)
    if kind == .null {
      let container = object + Int(step.pointee.container)
      container.pointee.holdsNull(to - container)
    }
    return end
  }

  /// Writes what else stands in the gap at a byte; returns where the next token goes.
  @inline(__always)
  private func writeParts(
    _ first: Int, _ end: Int, _ at: Int, _ start: UnsafeMutablePointer<JSONToken>
  ) -> UnsafeMutablePointer<JSONToken> {
    var to = start
    var place = first
    while place < end {
      let part = parts[place]
      if part.kind == .closing {
        object[part.place].close(at: at &+ part.token.offset)
      } else {
        to.pointee = JSONToken(part.token, movedBy: at, places: count)
        to += 1
      }
      place &+= 1
    }
    return to
  }
}
