import ConnectorKit
import Foundation
import JSON
import TestSupport
import Testing

@testable import Components

@Suite("Schema files")
struct SchemaFileTests {
  /// A connector's folder with files of all kinds, beside a file that is none of its business.
  private static func withConnector(_ body: (_ folder: String) async throws -> Void) async throws {
    let top = try TemporaryDirectory([
      "connector/schemas/items.json": #"{"here": true}"#, "secret.json": #"{"leaked": true}"#, "connector/broken.json": "{",
      "connector/list.json": "[1]",
      "connector/large.json": #"{"a": ""# + String(repeating: "x", count: SchemaFile.sizeLimit) + #""}"#,
    ])
    defer { top.remove() }
    let folder = top.path("connector")
    let links = ["inside": "schemas/items.json", "outside": "../secret.json", "folder": "..", "device": "/dev/zero", "dangling": "nothing"]
    for (name, target) in links { try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: target) }
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    try await body(folder)
  }

  @Test(
    "a schema is read from the connector's folder",
    arguments: ["schemas/items.json", "./schemas/items.json", "schemas//./items.json", "inside"])
  func reads(_ path: String) async throws {
    try await Self.withConnector { folder in
      let schema = try SchemaFile.read(path, from: folder, TestServices.run())
      #expect(schema == ["here": true])
    }
  }

  @Test(
    "what is outside of the folder, not a regular file or too large is refused",
    arguments: [
      ("../secret.json", "outside of the connector's directory"), ("schemas/../../secret.json", "outside"),
      ("schemas/../list.json", "outside"),
      ("/etc/hostname", "outside"), ("/dev/zero", "outside"), ("/proc/self/environ", "outside"), ("outside", "outside"),
      ("folder/secret.json", "outside"), ("device", "outside"), ("schemas/items.json\u{0}", "outside"), ("pipe", "not a regular file"),
      ("schemas", "is a directory"), ("large.json", "the limit is 16777216"), ("dangling", "does not exist"),
      ("none.json", "does not exist"),
      ("broken.json", "not JSON"), ("list.json", "JSON object"),
    ])
  func refuses(_ path: String, _ says: String) async throws {
    try await Self.withConnector { folder in
      #expect { try SchemaFile.read(path, from: folder, TestServices.run()) } throws: {
        "\($0)".contains(says) && !"\($0)".contains("leaked")
      }
    }
  }

  @Test("a manifest that comes from the config has no schema files")
  func noFolder() {
    #expect { try SchemaFile.read("schemas/items.json", from: "", TestServices.run()) } throws: {
      "\($0)".contains("a manifest in a config has no directory")
    }
  }

  @Test(
    "a stream without a declared schema has an empty one unless it has a file",
    arguments: [("items", true), ("none", false), ("../../secret", false)])
  func defaultSchema(_ stream: String, _ isFound: Bool) async throws {
    try await Self.withConnector { folder in
      let schema = try await DefaultSchemaLoader(directory: folder).schema(streamName: stream, run: TestServices.run())
      #expect(schema == (isFound ? ["here": true] : [:]))
    }
  }

  @Test("a schema file that is there and cannot be used is not taken for none")
  func brokenDefaultSchema() async throws {
    try await Self.withConnector { folder in
      try "{".write(toFile: folder + "/schemas/broken.json", atomically: false, encoding: .utf8)
      await #expect(throws: SyncError.self) {
        try await DefaultSchemaLoader(directory: folder).schema(streamName: "broken", run: TestServices.run())
      }
    }
  }
}
