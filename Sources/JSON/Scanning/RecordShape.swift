/// What objects of a list that are alike have in common: the bytes between their values, and tokens that differ in nothing but the
/// place of the object.
///
/// Made of one object whose values, and those of objects in it, are strings, numbers and words: of such objects every one has as many
/// tokens. Lists and objects without anything in them are bytes between values.
struct RecordShape {
  /// The bytes before a value, and the key that ends them.
  struct Step {
    /// The first eight bytes of the gap, and the last; of a shorter gap those it has, twice.
    let first: UInt64
    let last: UInt64
    let mask: UInt64
    /// The token of the key, counted from the start of the gap and of the object.
    let key: JSONToken
    /// Where the gap stands in the text it was taken from.
    let model: UInt32
    let gap: UInt16
    /// Where the last eight bytes start.
    let lastAt: UInt16
    /// The token behind the value.
    let next: UInt16
    /// The token of the object that holds the value.
    let container: UInt16
    /// What else stands in the gap: the range of ``RecordShape/parts``.
    let firstPart: UInt16
    let endOfParts: UInt16

    /// Whether the eight bytes at both ends are all of the gap, in which the key stands alone.
    let isShort: Bool

    /// Whether a text goes on like a short gap.
    @inline(__always)
    func isGap(_ text: UnsafePointer<UInt8>) -> Bool {
      let text = UnsafeRawPointer(text)
      let first = text.loadUnaligned(as: UInt64.self) ^ first
      let last = text.loadUnaligned(fromByteOffset: Int(lastAt), as: UInt64.self) ^ last
      return (first | last) & mask == 0
    }
  }

  /// What stands in a gap, besides the key at its end.
  struct Part {
    enum Kind { case key, opening, closing }

    let kind: Kind
    /// Counted from the start of the gap and of the object; of a closing bracket the end alone.
    let token: JSONToken
    /// The token of the container that closes.
    let place: Int
  }

  /// How many tokens an object has.
  let tokenCount: Int
  /// How many containers are open at once within an object, itself included.
  let depth: Int
  /// The object's own token.
  let root: JSONToken
  /// The comma and white space between two objects: where they stand in a text, and how many.
  let separatorAt: Int
  let separatorLength: Int
  let steps: [Step]
  let parts: [Part]
  /// The bytes from the last value to the end of the object: where they stand in a text, and how many.
  let tailAt: Int
  let tailLength: Int
  let firstTailPart: Int

  /// The shape of a closed object that another one follows in a list; nil for an object with lists, and for one that is too large.
  ///
  /// - Parameters:
  ///   - separator: what stands between the two.
  init?(_ bytes: UnsafePointer<UInt8>, _ tokens: UnsafePointer<JSONToken>, _ place: Int, separator: Range<Int>) {
    let object = tokens[place]
    tokenCount = object.next &- place
    guard tokenCount < 4096, object.length <= Int(UInt16.max) else { return nil }
    var builder = Builder(bytes: bytes, tokens: tokens, place: place, gapStart: object.offset)
    guard builder.takeAll(), !builder.steps.isEmpty else { return nil }
    depth = builder.depth
    root = JSONToken(template: object, movedBy: object.offset, places: place)
    (separatorAt, separatorLength) = (separator.lowerBound, separator.count)
    (steps, parts) = (builder.steps, builder.parts)
    (tailAt, tailLength) = (builder.gapStart, object.end &- builder.gapStart)
    firstTailPart = builder.firstPart
  }
}

extension RecordShape {
  /// Gives the steps and parts for the duration of the call.
  @inline(__always)
  func withUnsafePointers(_ body: (UnsafeBufferPointer<Step>, UnsafeBufferPointer<Part>) -> Void) {
    steps.withUnsafeBufferPointer { steps in parts.withUnsafeBufferPointer { parts in body(steps, parts) } }
  }

  /// Goes through the tokens of an object.
  private struct Builder {
    let bytes: UnsafePointer<UInt8>
    let tokens: UnsafePointer<JSONToken>
    let place: Int
    var gapStart: Int
    var firstPart = 0
    var steps: [Step] = []
    var parts: [Part] = []
    var depth = 1
    /// The containers within the object that are open.
    private var open: [Int] = []

    init(bytes: UnsafePointer<UInt8>, tokens: UnsafePointer<JSONToken>, place: Int, gapStart: Int) {
      self.bytes = bytes
      self.tokens = tokens
      self.place = place
      self.gapStart = gapStart
    }

    /// False where there is a list with something in it.
    mutating func takeAll() -> Bool {
      let end = tokens[place].next
      var at = place &+ 1
      while at < end {
        closeContainers(before: at)
        let value = tokens[at &+ 1]
        if value.isKind(.object) || value.isKind(.array) {
          guard value.isKind(.object) || value.next == at &+ 2 else { return false }
          add(.key, tokens[at])
          add(.opening, value)
          open.append(at &+ 1)
          depth = max(depth, open.count &+ 1)
        } else {
          addStep(at, value)
        }
        at &+= 2
      }
      closeContainers(before: end)
      return true
    }

    private mutating func closeContainers(before at: Int) {
      while let container = open.last, tokens[container].next == at {
        open.removeLast()
        let end = JSONToken(.null, offset: tokens[container].end &- gapStart, length: 0, next: 0)
        parts.append(Part(kind: .closing, token: end, place: container &- place))
      }
    }

    private mutating func add(_ kind: Part.Kind, _ token: JSONToken) {
      parts.append(Part(kind: kind, token: JSONToken(template: token, movedBy: gapStart, places: place), place: 0))
    }

    private mutating func addStep(_ at: Int, _ value: JSONToken) {
      let gap = value.offset &- gapStart
      let start = UnsafeRawPointer(bytes + gapStart)
      let lastAt = max(0, gap &- 8)
      let mask = gap >= 8 ? UInt64.max : ((1 as UInt64) &<< UInt64(gap &* 8) &- 1).littleEndian
      steps.append(
        Step(
          first: start.loadUnaligned(as: UInt64.self) & mask, last: start.loadUnaligned(fromByteOffset: lastAt, as: UInt64.self) & mask,
          mask: mask, key: JSONToken(template: tokens[at], movedBy: gapStart, places: place), model: UInt32(gapStart), gap: UInt16(gap),
          lastAt: UInt16(lastAt), next: UInt16(at &+ 2 &- place), container: UInt16((open.last ?? place) &- place),
          firstPart: UInt16(firstPart), endOfParts: UInt16(parts.count),
          isShort: gap <= 16 && firstPart == parts.count))
      firstPart = parts.count
      gapStart = value.end
    }
  }
}
