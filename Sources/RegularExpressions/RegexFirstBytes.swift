/// Which bytes a match of a node can begin with.
struct RegexFirstBytes {
  var bytes = RegexByteSet()
  var canBeEmpty = false

  init(_ node: RegexNode) {
    switch node {
    case .empty, .assertion, .look: canBeEmpty = true
    case .backreference: (bytes, canBeEmpty) = (.all, true)
    case .scalar(let value):
      // A lone surrogate never occurs in a text.
      if let first = Unicode.Scalar(value).flatMap({ Unicode.UTF8.encode($0)?.first }) { bytes.insert(first) }
    case .any(let withNewline): insert { $0 != 0x0A || withNewline }
    case .set(let set): insert { set.contains($0) }
    case .group(_, let body), .atomic(let body): self = Self(body)
    case .repeat(let body, let minimum, _, _):
      self = Self(body)
      canBeEmpty = canBeEmpty || minimum == 0
    case .alternation(let branches): branches.forEach { formUnion(Self($0)) }
    case .conditional(_, let yes, let no):
      formUnion(Self(yes))
      formUnion(Self(no))
    case .sequence(let parts):
      canBeEmpty = true
      for part in parts where canBeEmpty {
        let first = Self(part)
        bytes.formUnion(first.bytes)
        canBeEmpty = first.canBeEmpty
      }
    }
  }

  /// Takes ASCII by the condition, and every byte that begins a longer character.
  private mutating func insert(where condition: (UInt32) -> Bool) {
    for byte in UInt8.min..<0x80 where condition(UInt32(byte)) { bytes.insert(byte) }
    for byte in UInt8(0xC2)...0xF4 { bytes.insert(byte) }
  }

  private mutating func formUnion(_ other: Self) {
    bytes.formUnion(other.bytes)
    canBeEmpty = canBeEmpty || other.canBeEmpty
  }
}
