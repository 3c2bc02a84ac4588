internal import Glibc

/// A zone of the system's time zone database, such as `Europe/Paris`.
public struct DateTimeZone: Sendable {
  public struct UnknownZone: Error, Sendable, CustomStringConvertible {
    public let name: String
    /// Whether the machine has no time zone database at all.
    public let isDatabaseMissing: Bool

    public var description: String {
      isDatabaseMissing
        ? "the time zone '\(name)' cannot be looked up: this machine has no time zone database (install the package tzdata)"
        : "unknown time zone '\(name)'; use a name such as Europe/Paris or UTC"
    }
  }

  private let rules: TimeZoneRules?

  /// The zone of a name, whose case does not matter. Throws for a name the database does not have.
  public init(named name: String) throws(UnknownZone) {
    if name.uppercased() == "UTC" {
      rules = nil
      return
    }
    let root = Self.databaseDirectory
    guard Self.isPlausible(name), let bytes = Self.zoneFile(name, below: root), let rules = TimeZoneRules(file: bytes) else {
      throw UnknownZone(name: name, isDatabaseMissing: access(root, R_OK) != 0)
    }
    self.rules = rules
  }

  /// Seconds east of UTC at an instant, given in seconds since 1970-01-01T00:00Z.
  public func secondsFromUTC(at instant: Int) -> Int { rules?.offset(at: instant) ?? 0 }

  /// What the wall clock of the zone shows at an instant, with the offset in force.
  public func dateTime(microsecondsSinceEpoch instant: Int) throws(DateError) -> DateTime {
    let seconds = CivilCalendar.floorDivide(instant, CivilCalendar.microsecondsPerSecond)
    let offset = secondsFromUTC(at: seconds) * CivilCalendar.microsecondsPerSecond
    return try DateTime(wallClock: instant + offset, offset: offset)
  }

  private static var databaseDirectory: String { getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo" }

  /// Names are paths inside the database and must not lead out of it, nor to its variants with other rules.
  private static func isPlausible(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isSafe = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0 | 32) || "_-+".utf8.contains($0) }
    }
    return isSafe && !["posix", "right", "posixrules", "localtime", "factory"].contains(parts[0].lowercased())
  }

  private static func zoneFile(_ name: String, below root: String) -> [UInt8]? {
    if let bytes = read(root + "/" + name) { return bytes }
    var path = root
    for part in name.split(separator: "/") {
      guard let entry = entries(of: path).first(where: { $0.lowercased() == part.lowercased() }) else { return nil }
      path += "/" + entry
    }
    return read(path)
  }

  private static func entries(of directory: String) -> [String] {
    guard let handle = opendir(directory) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }

  /// The contents of a regular file of at most one megabyte.
  private static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= 1 << 20 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled) }
      guard count > 0 else { return nil }
      filled += count
    }
    return bytes
  }
}
