internal import Compression

/// Inflates gzip data chunk by chunk, and passes on as it is what does not start as gzip data does; memory stays at one output buffer.
///
/// Several gzip members one behind another are one text, and zeros may pad the end, as in tape archives.
package struct GzipReader: ~Copyable {
  private enum State { case start, packed, plain }

  private let limits: InflateLimits
  private var state = State.start
  private var head: [UInt8] = []
  private var inflater = Inflater(.gzip)
  private var output = 0
  private var room = [UInt8](repeating: 0, count: 65_536)

  package init(limits: InflateLimits = InflateLimits()) {
    self.limits = limits
  }

  /// Inflates the next bytes.
  ///
  /// - Parameter emit: takes what came out; its bytes are valid during the call only.
  /// - Throws: ``FormatError`` for broken data and reached limits, and what `emit` throws.
  package mutating func push(_ bytes: UnsafeRawBufferPointer, emit: (UnsafeRawBufferPointer) throws -> Void) throws {
    switch state {
    case .packed: try inflate(bytes, emit)
    case .plain where bytes.isEmpty: break
    case .plain: try emit(bytes)
    case .start:
      // Two bytes tell the format; they may come one at a time.
      head += bytes
      guard head.count >= 2 else { return }
      let all = head
      head = []
      state = all[0] == 0x1F && all[1] == 0x8B ? .packed : .plain
      try all.withUnsafeBytes { try push($0, emit: emit) }
    }
  }

  /// Inflates the next bytes; see ``push(_:emit:)``.
  package mutating func push(_ bytes: [UInt8], emit: (UnsafeRawBufferPointer) throws -> Void) throws {
    try bytes.withUnsafeBytes { try push($0, emit: emit) }
  }

  /// Says that no more bytes come.
  ///
  /// - Throws: ``FormatError`` of kind `truncated` when the data ends in the middle. No bytes at all are an empty text.
  package mutating func finish(emit: (UnsafeRawBufferPointer) throws -> Void) throws {
    if state == .start, !head.isEmpty {
      let rest = head
      head = []
      try rest.withUnsafeBytes { try emit($0) }
    }
    guard inflater.isComplete else {
      throw FormatError(
        .truncated, in: "gzip", "the data ends before the compressed stream does", offset: inflater.usedCount,
        fix: "the download was probably cut off")
    }
  }

  private mutating func inflate(_ bytes: UnsafeRawBufferPointer, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
    var rest = bytes
    var isFull = true
    while isFull || !rest.isEmpty {
      let step = try Self.step(&inflater, rest, into: &room)
      rest = UnsafeRawBufferPointer(rebasing: rest[step.used...])
      isFull = step.written == room.count
      guard step.written > 0 else { continue }
      output += step.written
      try limits.check(input: inflater.usedCount, output: output, format: "gzip")
      try room.withUnsafeBytes { try emit(UnsafeRawBufferPointer(rebasing: $0.prefix(step.written))) }
    }
  }

  private static func step(
    _ inflater: inout Inflater, _ bytes: UnsafeRawBufferPointer, into room: inout [UInt8]
  ) throws -> Inflater.Step {
    do {
      return try room.withUnsafeMutableBytes { try inflater.inflate(bytes, into: $0) }
    } catch let error as InflateError {
      throw FormatError(.malformed, in: "gzip", error.problem, offset: error.offset)
    }
  }
}
