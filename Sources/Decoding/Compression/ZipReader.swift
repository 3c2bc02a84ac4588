internal import CZip

/// Reads the files of a zip archive one after another; memory stays at the archive (or none, from a file) and one buffer.
///
/// Folders hold no data and are left out. Stored, deflated and, where libzip has them, bzip2 and LZMA members can be read.
package final class ZipReader {
  /// One file of the archive.
  package struct Member: Sendable, Hashable {
    /// The name as written in the archive, with folders.
    package let name: String
    /// The size the archive claims once unpacked, in bytes; nil when it does not say.
    package let size: Int?
    let index: UInt64
  }

  private let archive: OpaquePointer
  /// libzip reads from these bytes as long as the archive is open.
  private let bytes: UnsafeMutableRawBufferPointer?
  private let limits: InflateLimits
  private var output = 0

  /// The files in the order of the archive's directory.
  package let members: [Member]

  /// Opens an archive held in memory. The bytes are copied once.
  ///
  /// - Throws: ``FormatError`` when the bytes are no zip archive.
  package convenience init(_ bytes: UnsafeRawBufferPointer, limits: InflateLimits = InflateLimits()) throws {
    let (archive, copy) = try Self.open(bytes)
    self.init(archive, copy, limits)
  }

  /// Opens an archive held in memory. The bytes are copied once.
  package convenience init(_ bytes: [UInt8], limits: InflateLimits = InflateLimits()) throws {
    let outcome = bytes.withUnsafeBytes { held in Result { try Self.open(held) } }
    let (archive, copy) = try outcome.get()
    self.init(archive, copy, limits)
  }

  /// Opens an archive in a file, which is read as needed.
  ///
  /// - Throws: ``FormatError`` when the file cannot be read or is no zip archive.
  package convenience init(path: String, limits: InflateLimits = InflateLimits()) throws {
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
      var problem = zip_error_t()
      zip_error_init_with_code(&problem, code)
      defer { zip_error_fini(&problem) }
      throw Self.error(&problem)
    }
    self.init(archive, nil, limits)
  }

  private init(_ archive: OpaquePointer, _ bytes: UnsafeMutableRawBufferPointer?, _ limits: InflateLimits) {
    self.archive = archive
    self.bytes = bytes
    self.limits = limits
    var members: [Member] = []
    for index in 0..<UInt64(max(zip_get_num_entries(archive, 0), 0)) {
      var status = zip_stat_t()
      zip_stat_init(&status)
      guard zip_stat_index(archive, index, 0, &status) == 0, let raw = status.name else { continue }
      let name = String(cString: raw)
      guard !name.hasSuffix("/") else { continue }
      members.append(Member(name: name, size: status.valid & UInt64(ZIP_STAT_SIZE) == 0 ? nil : Int(clamping: status.size), index: index))
    }
    self.members = members
  }

  deinit {
    zip_discard(archive)
    bytes?.deallocate()
  }

  /// Unpacks one file.
  ///
  /// - Parameter emit: takes what came out; its bytes are valid during the call only.
  /// - Throws: ``FormatError`` for damaged or encrypted members and reached limits, and what `emit` throws.
  package func read(_ member: Member, emit: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard let file = zip_fopen_index(archive, member.index, 0) else {
      throw Self.error(zip_get_error(archive))
    }
    defer { zip_fclose(file) }
    var status = zip_stat_t()
    zip_stat_init(&status)
    let packed = zip_stat_index(archive, member.index, 0, &status) == 0 ? Int(clamping: status.comp_size) : 0
    var memberOutput = 0
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
    defer { room.deallocate() }
    while true {
      let count = zip_fread(file, room.baseAddress, UInt64(room.count))
      if count == 0 { return }
      guard count > 0 else { throw Self.error(zip_file_get_error(file)) }
      memberOutput += Int(count)
      output += Int(count)
      try limits.check(input: packed, output: memberOutput, format: "zip")
      try limits.check(input: .max, output: output, format: "zip")
      try emit(UnsafeRawBufferPointer(rebasing: room.prefix(Int(count))))
    }
  }

  private static func open(
    _ bytes: UnsafeRawBufferPointer
  ) throws -> (archive: OpaquePointer, copy: UnsafeMutableRawBufferPointer) {
    guard !bytes.isEmpty else { throw FormatError(.truncated, in: "zip", "the body is empty", offset: 0) }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    copy.copyMemory(from: bytes)
    var problem = zip_error_t()
    zip_error_init(&problem)
    defer { zip_error_fini(&problem) }
    guard let source = zip_source_buffer_create(copy.baseAddress, UInt64(copy.count), 0, &problem) else {
      copy.deallocate()
      throw error(&problem)
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &problem) else {
      zip_source_free(source)
      copy.deallocate()
      throw error(&problem)
    }
    return (archive, copy)
  }

  private static func error(_ problem: UnsafeMutablePointer<zip_error_t>?) -> FormatError {
    guard let problem else { return FormatError(.malformed, in: "zip", "unknown problem") }
    switch zip_error_code_zip(problem) {
    case ZIP_ER_NOPASSWD, ZIP_ER_WRONGPASSWD, ZIP_ER_ENCRNOTSUPP:
      return FormatError(.unsupported, in: "zip", "encrypted data", fix: "ask the service for an archive without a password")
    case ZIP_ER_COMPNOTSUPP:
      return FormatError(.unsupported, in: "zip", "unknown compression method")
    case ZIP_ER_NOZIP:
      return FormatError(.malformed, in: "zip", "not a ZIP archive, or its end is missing")
    case ZIP_ER_EOF:
      return FormatError(.truncated, in: "zip", "the data ends too early")
    default:
      let text = zip_error_strerror(problem).map { String(cString: $0) } ?? "damaged data"
      return FormatError(.malformed, in: "zip", text.prefix(1).lowercased() + text.dropFirst())
    }
  }
}
