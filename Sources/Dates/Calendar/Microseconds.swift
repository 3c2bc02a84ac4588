/// Conversions between exact microseconds and binary seconds.
enum Microseconds {
  /// The double nearest to the exact quotient by one million, half to even.
  ///
  /// Below 2^53 one division rounds once and is right. Beyond, converting first would round twice, so the neighbours of the
  /// estimate are compared exactly.
  static func inSeconds(_ microseconds: Int128) -> Double {
    guard microseconds.magnitude >= 1 << 53 else { return Double(microseconds) / 1e6 }
    let negative = microseconds < 0
    let exact = Int128(microseconds.magnitude)
    let estimate = Double(exact) / 1e6
    var best = estimate
    var bestError: Int128?
    for candidate in [estimate.nextDown, estimate, estimate.nextUp] {
      // candidate = significand × 2^-shift, with shift between 0 and 20 in the range of a TimeDelta.
      let shift = 52 - Int(candidate.exponent)
      let scaled = Int128(candidate * Double(sign: .plus, exponent: shift, significand: 1)) * 1_000_000
      let error = scaled - (exact << Int128(shift))
      let isBetter: Bool
      if let bestError {
        isBetter =
          error.magnitude < bestError.magnitude || (error.magnitude == bestError.magnitude && candidate.significandBitPattern & 1 == 0)
      } else {
        isBetter = true
      }
      if isBetter {
        best = candidate
        bestError = error
      }
    }
    return negative ? -best : best
  }

  /// Splits seconds into whole microseconds, the fraction rounded half to even. Nil beyond what dates can hold.
  static func fromSeconds(_ seconds: Double) -> Int? {
    guard seconds.magnitude < 1e12 else { return nil }
    let whole = seconds.rounded(.towardZero)
    let fraction = ((seconds - whole) * 1e6).rounded(.toNearestOrEven)
    return Int(whole) * 1_000_000 + Int(fraction)
  }
}
