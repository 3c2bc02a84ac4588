internal import ConnectorKit
internal import Destinations
internal import Glibc
internal import JSON
internal import Sync

/// The files of one stream: whole ones, and parts, whose names begin with a dot.
///
/// What counts is noted beside the stream's state: the number of the last part, and how many of its bytes are committed. Parts with lower
/// numbers are whole.
final class StreamFolder {
  /// How far the files count.
  struct Mark: Equatable {
    var number = 1
    var length = 0
  }

  let path: String
  /// What the names of its files begin with.
  let name: String
  private let format: RecordFormat
  private let limit: Int
  private var descriptor: Int32 = -1
  private(set) var mark: Mark
  /// Where the next record goes, committed or not.
  private var end: Mark
  private var csv: CSVWriter

  /// Opens a directory, and brings it to where the mark says, after a sync that ended at any point.
  ///
  /// - Throws: `SyncError` when it cannot be used.
  init(_ path: String, name: String, format: RecordFormat, layout: TableLayout, mark: Mark, limit: Int) throws {
    self.path = path
    self.name = name
    self.format = format
    self.limit = limit
    self.mark = mark
    end = mark
    csv = CSVWriter(layout)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw TextBytes.failure("create", path) }
    try nameWholeParts()
    if mark.length > 0, truncate(partPath(mark.number), mark.length) != 0 {
      throw SyncError(
        .config,
        "The file \(partPath(mark.number)) is missing, although records were stored in it. Restore it, or read the stream from the "
          + "start with --full-refresh.")
    }
    try forgetParts(from: mark.length > 0 ? mark.number + 1 : mark.number)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  var layout: TableLayout { csv.layout }

  private func fileName(_ number: Int) -> String {
    let digits = String(number)
    return "\(name)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).\(format.fileExtension)"
  }

  private func partPath(_ number: Int) -> String { "\(path)/.\(fileName(number)).part" }

  /// Gives parts their names that are whole and committed.
  private func nameWholeParts() throws {
    var number = mark.number - 1
    while number > 0, access(partPath(number), F_OK) == 0 {
      guard rename(partPath(number), "\(path)/\(fileName(number))") == 0 else { throw TextBytes.failure("rename", partPath(number)) }
      number -= 1
    }
  }

  private func forgetParts(from first: Int) throws {
    var number = first
    while access(partPath(number), F_OK) == 0 {
      guard unlink(partPath(number)) == 0 else { throw TextBytes.failure("delete", partPath(number)) }
      number += 1
    }
  }

  /// Adds a page behind what is there.
  func write(_ page: RecordPage) throws {
    var buffer = JSONBuffer(minimumCapacity: 1 << 16)
    switch format {
    case .jsonLines:
      var writer = JSONWriter(minimumCapacity: 1 << 18)
      try writer.write(page.records, between: [], and: [UInt8(ascii: "\n")], pieces: 1 << 18) { try append($0) }
      try writer.withBytes { try append($0) }
      return
    case .csv:
      let missing = csv.missingFields(page.records)
      if !missing.isEmpty { try widen(missing) }
      if end.length == 0 { buffer.append(csv.header()) }
      csv.write(page.records, to: &buffer)
    }
    try buffer.withBytes { try append($0) }
  }

  /// A file has one header, so new columns need a new file.
  private func widen(_ fields: [(field: String, type: ColumnType)]) throws {
    var layout = csv.layout
    for (field, type) in fields { _ = layout.add(field, type, isInferred: true) }
    csv = CSVWriter(layout)
    if end.length > 0 { try startPart() }
  }

  private func startPart() throws {
    try closePart()
    end = Mark(number: end.number + 1)
  }

  private func closePart() throws {
    guard descriptor >= 0 else { return }
    let isSafe = fsync(descriptor) == 0
    guard close(descriptor) == 0, isSafe else { throw TextBytes.failure("write", partPath(end.number)) }
    descriptor = -1
  }

  private func append(_ bytes: UnsafeRawBufferPointer) throws {
    let path = partPath(end.number)
    if descriptor < 0 {
      descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw TextBytes.failure("write", path) }
      lseek(descriptor, end.length, SEEK_SET)
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { throw TextBytes.failure("write", path) }
    }
    end.length += bytes.count
  }

  /// Ends the part when it is large, or in any case.
  ///
  /// - Returns: the mark to be noted before ``commit(_:)``.
  func nextMark(endingPart: Bool = false) throws -> Mark {
    if end.length >= limit || endingPart && end.length > 0 { try startPart() }
    return end
  }

  /// Takes note of a mark that was noted.
  func commit(_ mark: Mark) throws {
    self.mark = mark
    try nameWholeParts()
  }

  /// Forgets what was written behind the mark.
  func rollBack() throws {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    try forgetParts(from: mark.number + 1)
    if mark.length == 0 {
      unlink(partPath(mark.number))
    } else if truncate(partPath(mark.number), mark.length) != 0 {
      throw TextBytes.failure("write", partPath(mark.number))
    }
    end = mark
  }

  /// Deletes a directory with its files.
  static func remove(_ path: String) throws {
    guard let directory = opendir(path) else {
      if errno == ENOENT { return }
      throw TextBytes.failure("delete", path)
    }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { unlink("\(path)/\(name)") }
    }
    closedir(directory)
    guard rmdir(path) == 0 else { throw TextBytes.failure("delete", path) }
  }

  /// Puts a directory in the place of another, at once. The old one is deleted.
  static func replace(_ path: String, with fresh: String) throws {
    if access(path, F_OK) != 0 {
      guard rename(fresh, path) == 0 else { throw TextBytes.failure("rename", fresh) }
      return
    }
    if !exchange(path, fresh) {
      // Some file systems cannot exchange: for an instant there is no directory.
      let old = "\(fresh).old"
      try remove(old)
      guard rename(path, old) == 0, rename(fresh, path) == 0, rename(old, fresh) == 0 else { throw TextBytes.failure("rename", path) }
    }
    try remove(fresh)
  }

  private static func exchange(_ one: String, _ other: String) -> Bool {
    // Swift's view of the C library lacks the function.
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    typealias Function = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    return unsafeBitCast(symbol, to: Function.self)(AT_FDCWD, one, AT_FDCWD, other, 2) == 0
  }

  /// The generation whose records a directory has; nil where nothing was noted.
  static func generation(_ path: String) -> Int? {
    (try? TextBytes.read("\(path)/.generation")).flatMap { Int(String(decoding: $0, as: UTF8.self)) }
  }

  static func setGeneration(_ generation: Int, of path: String) throws {
    try TextBytes.replace("\(path)/.generation", with: String(generation))
  }
}
