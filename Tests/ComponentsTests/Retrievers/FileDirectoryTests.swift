import ConnectorKit
import Foundation
import TestSupport
import Testing

@testable import Components

@Suite("Files of records")
struct FileDirectoryTests {
  struct Name: Sendable, CustomTestStringConvertible {
    let name: String
    var stream = "items"
    /// Where the file lands; nil when the name is refused.
    var path: String?
    var says = ""
    var testDescription: String { "\(stream): \(name.prefix(30))" }
  }

  static let judgedNames: [Name] = [
    Name(name: "a.txt", path: "items/a.txt"), Name(name: "/1//dir/./b.bin", path: "items/1/dir/b.bin"),
    Name(name: "/etc/passwd", path: "items/etc/passwd"), Name(name: "a\\b", path: "items/a\\b"), Name(name: "...", path: "items/..."),
    Name(name: "%2e%2e/x", path: "items/%2e%2e/x"), Name(name: "x", stream: "/orders/2026", path: "orders/2026/x"),
    Name(name: String(repeating: "x", count: 255), path: "items/" + String(repeating: "x", count: 255)),
    Name(name: "../x", says: "escapes the download directory"), Name(name: "a/../../x", says: "escapes the download directory"),
    Name(name: "a/..", says: "escapes the download directory"), Name(name: "..\\x", says: "escapes the download directory"),
    Name(name: "a\\..\\..\\x", says: "escapes the download directory"), Name(name: "a\u{0}b", says: "NUL byte"),
    Name(name: "", says: "does not name a file"), Name(name: ".", says: "does not name a file"),
    Name(name: "//./", says: "does not name a file"),
    Name(name: String(repeating: "x", count: 256), says: "256 bytes; the limit is 255"),
    Name(name: String(repeating: "é", count: 128), says: "256 bytes; the limit is 255"),
    Name(name: "x", stream: "../../evil", says: "The stream's name `../../evil` escapes"),
    Name(name: "x", stream: "..", says: "escapes the download directory"), Name(name: "x", stream: "a\u{0}", says: "NUL byte"),
    Name(name: "x", stream: ".", says: "does not name a file"), Name(name: "x", stream: "..\\a", says: "escapes"),
  ]

  @Test("a name stays below the folder of its stream, or is refused as an error of the config", arguments: judgedNames)
  func namesAreJudged(_ test: Name) {
    do {
      #expect(try FileDirectory(path: "/none").relativePath(test.name, streamName: test.stream) == test.path)
    } catch let error as SyncError {
      #expect(test.path == nil && error.failureType == .config && error.message.contains(test.says), "\(error.message)")
      #expect(error.message.count < 300)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("a path that is too long for the system is refused with the limit")
  func longPaths() throws {
    let name = repeatElement(String(repeating: "d", count: 200), count: 30).joined(separator: "/")
    let directory = FileDirectory(path: NSTemporaryDirectory())
    let relative = try directory.relativePath(name, streamName: "items")
    #expect { try directory.create(relative) } throws: { "\($0)".contains("the limit is 4095") }
  }

  /// A folder with a link, a pipe, a folder and a hard link to a file outside of it.
  private static func withTrap(_ body: (_ folder: String, _ victim: String) throws -> Void) throws {
    let top = try TemporaryDirectory(["victim": "precious"])
    defer { top.remove() }
    let folder = top.path("staging")
    let victim = top.path("victim")
    try FileManager.default.createDirectory(atPath: folder + "/s/dir", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: top.path("target"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder + "/s/link", withDestinationPath: top.path("target"))
    try FileManager.default.createSymbolicLink(atPath: folder + "/s/linkfile", withDestinationPath: victim)
    try FileManager.default.createSymbolicLink(atPath: folder + "/s/dangling", withDestinationPath: top.path("target/new"))
    #expect(link(victim, folder + "/s/hard") == 0)
    #expect(mkfifo(folder + "/s/pipe", 0o600) == 0)
    try body(folder, victim)
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    #expect(try FileManager.default.contentsOfDirectory(atPath: top.path("target")).isEmpty)
  }

  @Test(
    "what is not a file or a folder of the download folder itself is not written to",
    arguments: [
      ("s/link/evil", "symbolic link"), ("s/linkfile", "symbolic link"), ("s/dangling", "symbolic link"), ("s/pipe", "not a regular file"),
      ("s/dir", "is a directory"), ("s/hard/x", "s/hard"),
    ])
  func traps(_ path: String, _ says: String) throws {
    try Self.withTrap { folder, _ in
      #expect { try FileDirectory(path: folder).create(path) } throws: { "\($0)".contains(says) }
    }
  }

  @Test("a file that exists is replaced, so that a hard link elsewhere keeps its content", arguments: ["s/hard", "s/new", "n/e/w"])
  func replaces(_ path: String) throws {
    try Self.withTrap { folder, _ in
      for text in ["long text", "short"] {
        let file = try FileDirectory(path: folder).create(path)
        try file.write(Array(text.utf8))
        #expect(try file.finish() == text.utf8.count)
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == text)
      }
    }
  }

  @Test("the folder for files may itself be a link")
  func linkedFolder() throws {
    try Self.withTrap { folder, _ in
      try FileManager.default.createSymbolicLink(atPath: folder + "-link", withDestinationPath: folder)
      _ = try FileDirectory(path: folder + "-link").create("s/a").finish()
      #expect(FileManager.default.fileExists(atPath: folder + "/s/a"))
    }
  }

  @Test("without a folder of the platform's, files go to a folder of this user alone", arguments: ["", "loose", "link", "file"])
  func privateFolder(_ before: String) throws {
    try Self.withTrap { folder, victim in
      let wanted = folder + "/private"
      switch before {
      case "loose": #expect(mkdir(wanted, 0o777) == 0 && chmod(wanted, 0o777) == 0)
      case "link": try FileManager.default.createSymbolicLink(atPath: wanted, withDestinationPath: folder + "/s")
      case "file": try "".write(toFile: wanted, atomically: false, encoding: .utf8)
      default: break
      }
      let chosen = PrivateDirectory(wanted)
      let path = try chosen.path()
      #expect(try chosen.path() == path)
      #expect((path == wanted) == ["", "loose"].contains(before) && path.hasPrefix(wanted))
      var facts = stat()
      #expect(lstat(path, &facts) == 0 && facts.st_mode & 0o170777 == 0o040700 && facts.st_uid == geteuid())
      let file = try FileDirectory(chosen).create("s/a")
      _ = try file.finish()
      #expect(file.path == path + "/s/a")
    }
  }

  @Test func uniqueNamesAreRandomUUIDs() throws {
    let names = (0..<50).map { _ in UniqueName.make() }
    #expect(Set(names).count == 50)
    for name in names {
      #expect(name.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
      #expect(Array(name)[14] == "4")
      #expect("89ab".contains(Array(name)[19]))
    }
  }
}
