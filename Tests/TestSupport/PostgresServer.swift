internal import Foundation
internal import Glibc

/// A PostgreSQL server of the tests' own, which ends with them. It listens on a socket in a temporary folder alone.
public final class PostgresServer: Sendable {
  /// The server; nil where PostgreSQL is not installed.
  public static let shared: PostgresServer? = {
    guard let programs = programs else {
      print("SKIPPED: PostgreSQL is not installed, so nothing is tested with it. Install it: apt-get install postgresql.")
      return nil
    }
    return try? PostgresServer(programs)
  }()

  private static let programs: String? = {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }.first {
      FileManager.default.isExecutableFile(atPath: "\($0)/postgres")
    }
  }()

  private let folder: String
  private let process: Process

  private init(_ programs: String) throws {
    folder = "/tmp/headwater-postgres-\(getpid())"
    // The server refuses to be run by root, who then lends it another user's name.
    let isRoot = geteuid() == 0
    let user = isRoot ? ["runuser", "-u", "postgres", "--"] : []
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    if isRoot { _ = try Shell.output(["chown", "postgres", folder]) }
    _ = try Shell.output(user + ["\(programs)/initdb", "-D", "\(folder)/data", "-A", "trust", "-U", "postgres", "--no-sync"])
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let server =
      "\(programs)/postgres -D \(folder)/data -k \(folder) -c listen_addresses= -c fsync=off -c log_min_messages=fatal"
    // The shell's input closes when the tests end, whatever ends them.
    let script = "\(server) >\(folder)/log 2>&1 & server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf \(folder)"
    // Connections of other tests that are open at this moment are not to live on in the server.
    let closing = "for f in /proc/$$/fd/*; do n=${f##*/}; if [ $n -gt 2 ] && [ $n -lt 255 ]; then eval \"exec $n>&-\"; fi; done; "
    process.arguments = user + ["bash", "-c", closing + script]
    process.standardInput = Pipe()
    try process.run()
    for _ in 0..<200 where !FileManager.default.fileExists(atPath: "\(folder)/.s.PGSQL.5432") { usleep(25_000) }
    for _ in 0..<200 {
      if (try? Shell.output(["psql", "-q", "-d", address(of: "postgres"), "-c", "SELECT 1"])) != nil { return }
      usleep(25_000)
    }
    throw Shell.Failure(description: "PostgreSQL did not start")
  }

  /// How a database is connected to.
  public func address(of database: String) -> String { "postgresql:///\(database)?host=\(folder)&user=postgres" }

  /// Makes an empty database.
  ///
  /// - Returns: its address.
  public func makeDatabase() throws -> String {
    let name = "test_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
    try query("CREATE DATABASE \(name)", address(of: "postgres"))
    return address(of: name)
  }

  @discardableResult public func query(_ sql: String, _ address: String) throws -> String {
    try Shell.output(["psql", "-q", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", sql])
  }
}
