import Testing

/// Imports go one way: down. A new arrow is a decision; write it here and into Documentation/Architecture.md.
@Suite struct ImportTests {
  /// What each room may import besides the standard library's modules.
  static let allowed: [String: Set<String>] = [
    "JSON": [],
    "Quirks": [],
    "Concurrency": [],
    "Document": ["JSON"],
    "YAML": ["Document", "JSON", "CYAML"],
    "PythonRules": [],
    "RegularExpressions": [],
    "Dates": ["JSON", "PythonRules"],
    "Templates": ["JSON", "PythonRules", "RegularExpressions", "Dates", "Quirks"],
    "JSONSchema": ["JSON", "PythonRules", "RegularExpressions"],
    "AirbyteProtocol": ["JSON"],
    "Cryptography": ["COpenSSL"],
    "ConnectorKit": ["JSON", "Document", "Dates", "Templates", "RegularExpressions", "Quirks", "Concurrency"],
    "Compression": ["CZlib"],
    "Decoding": ["JSON", "ConnectorKit", "Compression", "CExpat", "CZip"],
    "Components": [
      "JSON", "Document", "RegularExpressions", "Dates", "Templates", "ConnectorKit", "JSONSchema", "Cryptography", "Decoding",
      "Concurrency",
    ],
    "Manifest": ["JSON", "Document", "YAML", "Dates", "Templates", "JSONSchema", "ConnectorKit"],
    "Plugins": ["ConnectorKit", "Document", "Cryptography"],
    "HTTPTransport": ["JSON", "ConnectorKit", "Compression", "CCurl", "Concurrency"],
    "Sync": ["JSON", "Dates", "ConnectorKit", "Concurrency"],
    "Headwater": [
      "JSON", "Document", "YAML", "Dates", "Templates", "JSONSchema", "AirbyteProtocol", "Cryptography", "ConnectorKit", "Components",
      "Manifest", "Plugins", "HTTPTransport", "Sync", "Concurrency",
    ],
    "HeadwaterTesting": ["JSON", "Document", "ConnectorKit", "Headwater", "Concurrency", "FlyingFox", "FlyingSocks", "Foundation"],
    "CommandLineTool": ["Headwater", "ConnectorKit", "Plugins", "Quirks", "ArgumentParser", "Dispatch"],
    "Fuzzing": ["JSON", "Document", "YAML", "RegularExpressions", "Templates", "Manifest", "Headwater"],
    "Fuzz": ["Document", "Fuzzing"],
    "Generate": ["Components", "Document", "Manifest", "Quirks"],
    "ShopAPI": ["JSON", "FlyingFox", "FlyingSocks", "ArgumentParser", "Dispatch", "Foundation"],
  ]

  /// Modules of the toolchain that any room may use; Foundation is not one of them.
  static let everywhere: Set<String> = ["Glibc", "Synchronization"]

  @Test func importsGoDown() {
    let files = SourceTree.files(below: "Sources")
    #expect(files.count > 100)
    for file in files {
      let allowed = Self.allowed[file.room] ?? []
      for name in SourceTree.imports(file) where !allowed.contains(name) && !Self.everywhere.contains(name) {
        Issue.record("\(file.path) imports \(name), which \(file.room) may not")
      }
    }
  }

  @Test func everyRoomHasItsPlace() {
    let rooms = Set(SourceTree.files(below: "Sources").map(\.room))
    #expect(rooms.subtracting(Self.allowed.keys).isEmpty, "add these rooms to the table of allowed imports")
  }

  /// No room can come to itself through what it imports.
  @Test func arrowsHaveNoCycle() {
    func below(_ room: String, _ path: [String]) {
      guard !path.contains(room) else {
        Issue.record("a cycle: \((path + [room]).joined(separator: " -> "))")
        return
      }
      for next in Self.allowed[room] ?? [] { below(next, path + [room]) }
    }
    for room in Self.allowed.keys { below(room, []) }
  }
}
