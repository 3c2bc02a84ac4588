internal import CZlib

/// Inflates gzip, zlib or raw deflate data chunk by chunk; memory stays at one output buffer.
///
/// Several gzip members one behind another are one text, and zeros may pad the end, as in tape archives.
public struct GzipReader: ~Copyable {
  /// What the bytes may be.
  public enum Mode: Sendable, Hashable {
    /// Gzip and nothing else.
    case gzip
    /// Gzip when the first two bytes say so; anything else passes through as it is.
    case gzipOrPlain
    /// The `deflate` of HTTP: zlib data, or raw deflate when there is no zlib header.
    case deflate
  }

  private enum State { case start, header, body, plain, between, padding, done }

  private let mode: Mode
  private let limits: InflateLimits
  private var state = State.start
  private var head: [UInt8] = []
  private var stream: InflateStream?
  private var input = 0
  private var output = 0
  private var room = [UInt8](repeating: 0, count: 65_536)

  public init(_ mode: Mode = .gzipOrPlain, limits: InflateLimits = InflateLimits()) {
    self.mode = mode
    self.limits = limits
  }

  /// The number of bytes that came out so far.
  public var outputCount: Int { output }

  /// Inflates the next bytes.
  ///
  /// - Parameter emit: takes what came out; its bytes are valid during the call only.
  /// - Throws: ``FormatError`` for broken data and reached limits, and what `emit` throws.
  public mutating func push(_ bytes: UnsafeRawBufferPointer, emit: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard state == .start else { return try advance(bytes, emit) }
    // Two bytes tell the format; they may come one at a time.
    head += bytes
    guard head.count >= 2 else { return }
    let all = head
    head = []
    try open(all[0], all[1])
    try all.withUnsafeBytes { try advance($0, emit) }
  }

  /// Inflates the next bytes; see ``push(_:emit:)``.
  public mutating func push(_ bytes: [UInt8], emit: (UnsafeRawBufferPointer) throws -> Void) throws {
    try bytes.withUnsafeBytes { try push($0, emit: emit) }
  }

  /// Says that no more bytes come.
  ///
  /// - Throws: ``FormatError`` of kind `truncated` when the data ends in the middle. No bytes at all are an empty text.
  public mutating func finish(emit: (UnsafeRawBufferPointer) throws -> Void) throws {
    switch state {
    case .start where mode == .gzipOrPlain && !head.isEmpty:
      let rest = head
      head = []
      try rest.withUnsafeBytes { try emit($0) }
    case .start where head.isEmpty, .plain, .between, .padding, .done: break
    case .start, .header, .body:
      throw FormatError(
        .truncated, in: format, "the data ends before the compressed stream does", offset: input + head.count,
        fix: "the download was probably cut off")
    }
  }

  private var format: String { mode == .deflate ? "deflate" : "gzip" }

  private mutating func open(_ first: UInt8, _ second: UInt8) throws {
    let isGzip = first == 0x1F && second == 0x8B
    switch mode {
    case .gzipOrPlain where !isGzip:
      state = .plain
    case .gzip where !isGzip:
      throw FormatError(.malformed, in: format, "the data does not start as gzip data does", offset: 0)
    case .gzip, .gzipOrPlain:
      stream = try InflateStream(.gzip)
      state = .body
    case .deflate:
      // A zlib header names method 8 and is a multiple of 31.
      let isZlib = first & 0x0F == 8 && (Int(first) << 8 | Int(second)) % 31 == 0
      stream = try InflateStream(isZlib ? .zlib : .raw)
      state = .body
    }
  }

  private mutating func advance(_ bytes: UnsafeRawBufferPointer, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      switch state {
      case .plain:
        try emit(UnsafeRawBufferPointer(rebasing: rest))
        return
      case .body, .header:
        let used = try inflate(UnsafeRawBufferPointer(rebasing: rest), emit)
        rest = rest.dropFirst(used)
      case .between, .padding:
        try continueBehindMember(&rest)
      case .start, .done:
        // Raw and zlib data have one stream; servers that add a line end behind it do no harm.
        return
      }
    }
  }

  /// Behind a member comes another, zeros, or nothing.
  private mutating func continueBehindMember(_ rest: inout Slice<UnsafeRawBufferPointer>) throws {
    guard let next = rest.first else { return }
    if next == 0 {
      state = .padding
      input += 1
      rest = rest.dropFirst()
    } else if next == 0x1F {
      stream = try InflateStream(.gzip)
      state = .header
    } else {
      throw FormatError(.malformed, in: format, "there is something else behind the compressed data", offset: input)
    }
  }

  private mutating func inflate(
    _ bytes: UnsafeRawBufferPointer, _ emit: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    guard let stream else { return bytes.count }
    var used = 0
    var ended = false
    repeat {
      let step = stream.step(UnsafeRawBufferPointer(rebasing: bytes[used...]), into: &room)
      used += step.used
      input += step.used
      output += step.written
      if step.written > 0 {
        try limits.check(input: input, output: output, format: format)
        try room.withUnsafeBytes { try emit(UnsafeRawBufferPointer(rebasing: $0.prefix(step.written))) }
      }
      if let problem = step.problem { throw FormatError(.malformed, in: format, problem, offset: input) }
      ended = step.ended
      if step.written < room.count, used == bytes.count { break }
    } while !ended
    if ended {
      self.stream = nil
      state = mode == .deflate ? .done : .between
    }
    return used
  }
}
