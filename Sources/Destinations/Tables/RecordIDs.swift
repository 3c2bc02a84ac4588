internal import Glibc

/// Makes identifiers for stored records: UUIDs of version 7, whose first part is the time, so that an index of them grows at its end.
package final class RecordIDs {
  private static let length = 36

  private let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: RecordIDs.length)
  private var random = SystemRandomNumberGenerator()
  private var high: UInt64 = 0
  private var low: UInt64 = 0
  private var left = 0

  package init() {}

  deinit { text.deallocate() }

  /// Makes the next identifier. Its text stays as it is until the one after it is made.
  @inline(__always)
  package func withNext<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    advance()
    return try body(UnsafeBufferPointer(text))
  }

  private func advance() {
    if left == 0 { renew() }
    left &-= 1
    low &+= 1
    writeEnd()
  }

  /// Takes a new time and new random bits; the identifiers until the next time count on from there.
  private func renew() {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let milliseconds = UInt64(time.tv_sec) &* 1000 &+ UInt64(time.tv_nsec / 1_000_000)
    high = milliseconds &<< 16 | 0x7000 | UInt64.random(in: 0..<0x1000, using: &random)
    // Room to count within the bits behind the variant.
    low = 0x8000_0000_0000_0000 | UInt64.random(in: 0..<(1 &<< 61), using: &random)
    left = 4096
    var place = 0
    for digit in 0..<16 {
      if digit == 8 || digit == 12 {
        text[place] = UInt8(ascii: "-")
        place += 1
      }
      text[place] = Self.digit(high &>> UInt64(60 &- 4 &* digit))
      place += 1
    }
    text[18] = UInt8(ascii: "-")
    text[23] = UInt8(ascii: "-")
  }

  @inline(__always)
  private func writeEnd() {
    var rest = low
    var place = Self.length &- 1
    while place > 23 {
      text[place] = Self.digit(rest)
      rest &>>= 4
      place &-= 1
    }
    place = 22
    while place > 18 {
      text[place] = Self.digit(rest)
      rest &>>= 4
      place &-= 1
    }
  }

  @inline(__always)
  private static func digit(_ number: UInt64) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: number & 15)
    return value < 10 ? 0x30 &+ value : 0x57 &+ value
  }
}
