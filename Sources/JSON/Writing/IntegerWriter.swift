enum IntegerWriter {
  static func write(_ value: Int, to buffer: inout JSONBuffer) {
    // 20 places hold every 64-bit integer with its sign.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var left = value.magnitude
      var at = 20
      repeat {
        at &-= 1
        digits[at] = UInt8(truncatingIfNeeded: left % 10) &+ 48
        left /= 10
      } while left > 0
      if value < 0 {
        at &-= 1
        digits[at] = UInt8(ascii: "-")
      }
      buffer.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[at...]))
    }
  }
}

extension JSONBuffer {
  /// Appends the decimal digits of a number.
  package mutating func append(digitsOf value: Int) { IntegerWriter.write(value, to: &self) }
}
