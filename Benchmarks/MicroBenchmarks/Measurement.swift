internal import Glibc

/// Times one operation that is repeated until the clock can be trusted.
struct Measurement {
  /// How long each of the repetitions lasts at least.
  private static let seconds = 0.2
  private static let repetitions = 5

  let name: String
  /// The best of several repetitions: what disturbs a measurement only ever adds to it.
  let nanoseconds: Double
  /// Bytes an operation goes over, where that says something.
  let bytes: Int?

  /// - Parameters:
  ///   - operations: how many operations one call of `body` stands for.
  init(_ name: String, operations: Int = 1, bytes: Int? = nil, _ body: () throws -> Void) rethrows {
    var rounds = 1
    var elapsed = 0.0
    while true {
      elapsed = try Self.time(rounds, body)
      if elapsed >= Self.seconds { break }
      rounds = elapsed < Self.seconds / 100 ? rounds * 10 : Int(Double(rounds) * Self.seconds / elapsed * 1.2) + 1
    }
    for _ in 1..<Self.repetitions { elapsed = min(elapsed, try Self.time(rounds, body)) }
    self.name = name
    self.bytes = bytes
    nanoseconds = elapsed * 1e9 / Double(rounds * operations)
  }

  private static func time(_ rounds: Int, _ body: () throws -> Void) rethrows -> Double {
    let start = cpuSeconds()
    for _ in 0..<rounds { try body() }
    return cpuSeconds() - start
  }

  private static func cpuSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  /// A line of the table.
  var line: String {
    let tenths = Int((nanoseconds * 10).rounded())
    var line = "\(name.padded(to: 44)) \("\(tenths / 10).\(tenths % 10)".padded(to: 12, left: true)) ns"
    if let bytes { line += "  \(Int(Double(bytes) / nanoseconds * 1000)) MB/s" }
    return line
  }
}

extension String {
  fileprivate func padded(to width: Int, left: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - count))
    return left ? space + self : self + space
  }
}
