internal import ConnectorKit
internal import Destinations
internal import Glibc
internal import JSON

/// Keeps jobs in a file of JSON lines, one for each change, so that they survive the server.
///
/// Not to be used by two tasks at once.
final class JobJournal {
  private static let keptJobs = 10_000
  /// After so many lines the file is written anew.
  private static let lineLimit = 100_000

  private let path: String
  private var descriptor: Int32 = -1
  private var lineCount = 0
  private let lock: Int32

  /// The jobs of earlier servers, by their numbers.
  private(set) var jobs: [Int: Job] = [:]

  /// Opens the journal of a directory, which is created.
  ///
  /// - Throws: `SyncError` when it cannot be used, or another server uses it.
  init(directory: String) throws {
    guard mkdir(directory, 0o755) == 0 || errno == EEXIST else { throw TextBytes.failure("create", directory) }
    path = "\(directory)/jobs.jsonl"
    lock = open("\(directory)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw TextBytes.failure("create", "\(directory)/lock") }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw SyncError(.config, "Another server uses the directory \(directory). Stop it, or choose another one with --state-directory.")
    }
    do {
      try load()
      try rewrite()
    } catch {
      close(lock)
      throw error
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    close(lock)
  }

  private func load() throws {
    guard access(path, F_OK) == 0 else { return }
    // A server that was killed may have left half a line.
    for line in try TextBytes.read(path).split(separator: UInt8(ascii: "\n")) {
      if let job = (try? JSONValue.parse(Array(line))).flatMap(Job.init(json:)) { jobs[job.id] = job }
    }
  }

  /// Leaves one line for each job.
  private func rewrite() throws {
    for id in jobs.keys.sorted().dropLast(Self.keptJobs) { jobs[id] = nil }
    let lines = jobs.values.sorted { $0.id < $1.id }.map { JSONText.compact(.object($0.json)) + "\n" }
    try TextBytes.replace(path, with: lines.joined())
    lineCount = lines.count
    if descriptor >= 0 { close(descriptor) }
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw TextBytes.failure("write", path) }
  }

  /// Notes a job as it is now. The line is on the disk when this returns.
  func note(_ job: Job) throws {
    jobs[job.id] = job
    lineCount += 1
    if lineCount > Self.lineLimit { return try rewrite() }
    let bytes = Array((JSONText.compact(.object(job.json)) + "\n").utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else { throw TextBytes.failure("write", path) }
  }
}
