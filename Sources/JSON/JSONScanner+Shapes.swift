/// Records of a page often have all the same keys: once some had, the next ones are taken as wholes by their ``RecordShape``.
///
/// What is not like it, or damaged, is left untouched to be scanned as ever.
extension JSONScanner {
  /// Goes on behind an object of a list with those that follow it, if they have the same shape.
  @inline(__always)
  mutating func takeAlike(_ place: Int) {
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
    shape.steps.withUnsafeBufferPointer { steps in
      while Self.isSame(bytes + at, bytes + shape.separatorAt, shape.separatorLength) {
        reserve(shape.tokenCount)
        guard let end = Self.takeRecord(bytes, at &+ shape.separatorLength, tokens + count, count, steps, shape) else { return }
        twin = count
        count &+= shape.tokenCount
        at = end
      }
    }
  }

  /// Writes the tokens of the object at `start`; nil where it is not like the shape.
  ///
  /// - Parameters:
  ///   - object: where the object's own token goes.
  ///   - count: how many tokens there are before.
  /// - Returns: the byte behind the object.
  @inline(__always)
  private static func takeRecord(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ object: UnsafeMutablePointer<JSONToken>, _ count: Int,
    _ steps: UnsafeBufferPointer<RecordShape.Step>, _ shape: borrowing RecordShape
  ) -> Int? {
    object.pointee = JSONToken(shape.root, movedBy: start, places: count)
    var at = start
    var to = object + 1
    var step = steps.baseAddress.unsafelyUnwrapped
    let end = step + steps.count
    while step < end {
      if step.pointee.isShort {
        guard step.pointee.isGap(bytes + at) else { return nil }
      } else {
        guard isSame(bytes + at, bytes + Int(step.pointee.model), Int(step.pointee.gap)) else { return nil }
        if step.pointee.firstPart < step.pointee.endOfParts { to = writeParts(step, at, object, count, to, shape) }
      }
      to.pointee = JSONToken(step.pointee.key, movedBy: at, places: count)
      to += 1
      at &+= Int(step.pointee.gap)
      let next = count &+ Int(step.pointee.next)
      let start = at
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        at = StringScanner.plainEnd(bytes, start &+ 1)
        var escaped = false
        if bytes[at] != UInt8(ascii: "\"") {
          guard let end = try? StringScanner.end(bytes, start: start, at: at) else { return nil }
          (at, escaped) = end
        }
        at &+= 1
        to.pointee = JSONToken(.string, offset: start, length: at &- start, next: next, escaped: escaped)
      } else if NumberScanner.starts(byte, bytes[at &+ 1]) {
        guard let (end, kind) = try? NumberScanner.end(bytes, start) else { return nil }
        at = end
        to.pointee = JSONToken(kind, offset: start, length: at &- start, next: next)
      } else if let (end, kind) = WordScanner.end(bytes, start) {
        at = end
        to.pointee = JSONToken(kind, offset: start, length: at &- start, next: next)
        if kind == .null {
          let container = object + Int(step.pointee.container)
          container.pointee.holdsNull(to - container)
        }
      } else {
        return nil
      }
      to += 1
      step += 1
    }
    guard isSame(bytes + at, bytes + shape.tailAt, shape.tailLength) else { return nil }
    if shape.firstTailPart < shape.parts.count { _ = write(shape.parts[shape.firstTailPart...], at, object, count, to) }
    at &+= shape.tailLength
    object.pointee.close(at: at)
    return at
  }

  @inline(never)
  private static func writeParts(
    _ step: UnsafePointer<RecordShape.Step>, _ at: Int, _ object: UnsafeMutablePointer<JSONToken>, _ count: Int,
    _ to: UnsafeMutablePointer<JSONToken>, _ shape: borrowing RecordShape
  ) -> UnsafeMutablePointer<JSONToken> {
    write(shape.parts[Int(step.pointee.firstPart)..<Int(step.pointee.endOfParts)], at, object, count, to)
  }

  /// Writes what else stands in the gap at a byte; returns where the next token goes.
  private static func write(
    _ parts: ArraySlice<RecordShape.Part>, _ at: Int, _ object: UnsafeMutablePointer<JSONToken>, _ count: Int,
    _ start: UnsafeMutablePointer<JSONToken>
  ) -> UnsafeMutablePointer<JSONToken> {
    var to = start
    for part in parts {
      if part.kind == .closing {
        object[part.place].close(at: at &+ part.token.offset)
      } else {
        to.pointee = JSONToken(part.token, movedBy: at, places: count)
        to += 1
      }
    }
    return to
  }
}
