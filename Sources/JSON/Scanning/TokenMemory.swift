internal import Synchronization

/// Memory for the tokens of one tape.
///
/// What one page has used is kept for the next: memory that was in use a moment ago is still in the processor's cache.
struct TokenMemory: @unchecked Sendable {
  private(set) var start: UnsafeMutablePointer<JSONToken>
  /// How many tokens there is room for.
  private(set) var capacity: Int

  /// Sizes that are kept, in tokens of 16 bytes, and how many pieces at once.
  private static let sizesKept = 1 << 12...1 << 17
  private static let piecesKept = 4

  /// Those given back last, the very last one first to be used again.
  private static let spare = Mutex<[TokenMemory]>([])

  /// Takes memory for so many tokens or a few more; ``give()`` ends its use.
  init(atLeast capacity: Int) {
    self = Self.kept(atLeast: capacity) ?? Self(capacity: capacity)
  }

  private init(capacity: Int) {
    // Pages are not all of the same length: a little more fits the next one, too.
    self.capacity = Self.sizesKept.contains(capacity) ? capacity &+ capacity / 8 : capacity
    start = .allocate(capacity: self.capacity)
  }

  private static func kept(atLeast capacity: Int) -> TokenMemory? {
    guard sizesKept.contains(capacity), let memory = spare.withLock({ $0.popLast() }) else { return nil }
    // Up to what memory has grown to that was taken for as many tokens.
    if memory.capacity >= capacity && memory.capacity <= capacity &* 3 { return memory }
    memory.start.deallocate()
    return nil
  }

  /// The first tokens in larger memory, with room for some more; this one is given back.
  func grown(_ count: Int, by additional: Int) -> TokenMemory {
    moved(count, atLeast: max(capacity &* 2, count &+ additional))
  }

  /// The first tokens in other memory; this one is given back.
  func moved(_ count: Int, atLeast capacity: Int) -> TokenMemory {
    let fresh = TokenMemory(atLeast: capacity)
    fresh.start.moveInitialize(from: start, count: count)
    give()
    return fresh
  }

  /// Ends the use of the memory.
  func give() {
    let isKept =
      Self.sizesKept.contains(capacity)
      && Self.spare.withLock { spare in
        guard spare.count < Self.piecesKept else { return false }
        spare.append(self)
        return true
      }
    if !isKept { start.deallocate() }
  }
}
