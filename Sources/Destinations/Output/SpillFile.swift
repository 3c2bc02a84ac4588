internal import ConnectorKit
internal import Glibc
internal import JSON

/// Records that wait on disk, as JSON lines in a file without a name, which goes with the process.
final class SpillFile: @unchecked Sendable {
  private static let pieces = 1 << 20

  private let descriptor: Int32
  private var size = 0

  /// - Throws: `SyncError` when no file can be created.
  init() throws {
    let directory = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
    var file: Int32 = -1
    repeat {
      let path = "\(directory)/headwater-\(String(UInt64.random(in: .min ... .max), radix: 36))"
      // Programs that are started meanwhile must not inherit it.
      file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if file >= 0 { unlink(path) }
    } while file < 0 && errno == EEXIST
    descriptor = file
    guard descriptor >= 0 else { throw Self.failure("Cannot create a temporary file in \(directory)") }
  }

  deinit { close(descriptor) }

  /// - Throws: `SyncError` when the disk is full.
  func append(_ records: JSONRecords) throws {
    var writer = JSONWriter(minimumCapacity: Self.pieces + Self.pieces / 4)
    try writer.write(records, between: [], and: [UInt8(ascii: "\n")], pieces: Self.pieces) { try write($0) }
    try writer.withBytes { try write($0) }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno != EINTR { throw Self.failure("Cannot write a temporary file") }
      if count > 0 { rest = rest.dropFirst(count) }
    }
    size += bytes.count
  }

  /// Hands over all records, in order.
  func forEachPage(_ body: (RecordPage) async throws -> Void) async throws {
    var offset = 0
    var rest: [UInt8] = []
    while offset < size {
      var buffer = JSONBuffer(minimumCapacity: rest.count + Self.pieces)
      buffer.append(rest)
      let piece = try read(at: offset, count: min(Self.pieces, size - offset))
      offset += piece.count
      let end = piece.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      buffer.append(Array(piece[..<end]))
      rest = (end == 0 ? rest : []) + piece[end...]
      guard end > 0 else { continue }
      var problem: JSONError?
      let tape = try JSONTape(lines: buffer, options: JSONOptions(maximumDepth: 1 << 16)) { problem = problem ?? $0 }
      if let problem { throw problem }
      try await body(RecordPage(tape.roots.compactMap(JSONRecord.init(view:))))
    }
  }

  private func read(at offset: Int, count: Int) throws -> [UInt8] {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      used = max(0, pread(descriptor, buffer.baseAddress, count, offset))
    }
    if bytes.isEmpty { throw Self.failure("Cannot read a temporary file") }
    return bytes
  }

  private static func failure(_ what: String) -> SyncError {
    SyncError(.system, "\(what): \(String(cString: strerror(errno))). Set TMPDIR to a directory with free space.")
  }
}
