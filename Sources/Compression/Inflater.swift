/// Inflates compressed data piece by piece, into room that the caller has; what is kept between two pieces is bounded.
package struct Inflater: ~Copyable {
  /// What the data is.
  package enum Format: Sendable, Hashable {
    /// One member or several, one behind another, which are one text; zeros may pad the end, as in tape archives.
    case gzip
    /// The `deflate` of HTTP: zlib data, or raw deflate when there is no zlib header.
    case deflate
  }

  /// What was done with a piece.
  package struct Step: Sendable, Hashable {
    /// How many bytes of the piece are done with.
    package var used = 0
    /// How many bytes of the room were written.
    package var written = 0

    package init() {}
  }

  private enum State { case start, body, between, foreign }

  private let format: Format
  private let ignoresForeign: Bool
  private var state = State.start
  /// Bytes that a format is told by, as long as there are too few of them, or the stream has not taken them.
  private var head: [UInt8] = []
  private var stream: InflateStream?
  /// How many bytes are done with.
  package private(set) var usedCount = 0
  /// Whether some of the data was read to its end, so that what goes wrong now does so behind it.
  package private(set) var hasMember = false

  /// - Parameter ignoresForeign: whether other bytes may follow the compressed data. They mean nothing.
  package init(_ format: Format, ignoresForeign: Bool = false) {
    self.format = format
    self.ignoresForeign = ignoresForeign
  }

  /// Whether the data may end here. No data at all is an empty text.
  package var isComplete: Bool { state != .body && head.isEmpty }

  /// Inflates from the front of a piece until it or the room is used up.
  ///
  /// More may come out of what was used already when the room comes back full: call again then, if need be with no bytes.
  ///
  /// - Throws: for data that is no such data, or damaged. The inflater is of no use then.
  package mutating func inflate(
    _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) throws(InflateError) -> Step {
    var done = Step()
    while true {
      switch state {
      case .body:
        guard try advance(bytes, room, &done) else { return done }
      case .start, .between:
        guard done.used < bytes.count else { return done }
        let byte = bytes[done.used]
        done.used += 1
        usedCount += 1
        // Zeros pad the end, and what is between members.
        if state == .start || byte != 0 || !head.isEmpty { try open(with: byte) }
      case .foreign:
        usedCount += bytes.count - done.used
        done.used = bytes.count
        return done
      }
    }
  }

  /// Two bytes tell the format; they may come one at a time.
  private mutating func open(with byte: UInt8) throws(InflateError) {
    head.append(byte)
    if state == .between, head[0] != 0x1F { return try meetForeign() }
    guard head.count == 2 else { return }
    let wrapping: InflateStream.Wrapping
    switch format {
    case .gzip where head == [0x1F, 0x8B]: wrapping = .gzip
    case .gzip where state == .start:
      throw InflateError(problem: "the data does not start as gzip data does", offset: 0)
    case .gzip: return try meetForeign()
    case .deflate:
      // A zlib header names method 8 and is a multiple of 31.
      wrapping = head[0] & 0x0F == 8 && (Int(head[0]) << 8 | Int(head[1])) % 31 == 0 ? .zlib : .raw
    }
    guard let stream = InflateStream(wrapping) else { throw InflateError(problem: InflateError.noMemory, offset: usedCount) }
    self.stream = stream
    state = .body
  }

  private mutating func meetForeign() throws(InflateError) {
    guard ignoresForeign else {
      throw InflateError(problem: "there is something else behind the compressed data", offset: usedCount - head.count)
    }
    head = []
    state = .foreign
  }

  /// - Returns: whether the stream has ended, so that there may be more to do.
  private mutating func advance(
    _ bytes: UnsafeRawBufferPointer, _ room: UnsafeMutableRawBufferPointer, _ done: inout Step
  ) throws(InflateError) -> Bool {
    guard let stream else { return false }
    if !head.isEmpty {
      let step = head.withUnsafeBytes { stream.step($0, into: UnsafeMutableRawBufferPointer(rebasing: room[done.written...])) }
      head.removeFirst(step.used)
      done.written += step.written
      if try hasEnded(step) { return true }
      guard head.isEmpty else { return false }
    }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[done.used...])
    let step = stream.step(rest, into: UnsafeMutableRawBufferPointer(rebasing: room[done.written...]))
    done.used += step.used
    done.written += step.written
    usedCount += step.used
    return try hasEnded(step)
  }

  private mutating func hasEnded(_ step: InflateStream.Step) throws(InflateError) -> Bool {
    if let problem = step.problem { throw InflateError(problem: problem, offset: usedCount) }
    guard step.ended else { return false }
    stream = nil
    hasMember = true
    // Zlib and raw data have one stream; servers that add a line end behind it do no harm.
    state = format == .gzip ? .between : .foreign
    return true
  }
}
