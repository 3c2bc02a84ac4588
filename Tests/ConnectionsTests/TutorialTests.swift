import Connections
import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// What Documentation/Connections.md shows is what comes out.
@Suite struct TutorialTests {
  private struct Block {
    let language: String
    let text: String
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func blocks() throws -> [Block] {
    let page = try String(contentsOf: root.appendingPathComponent("Documentation/Connections.md"), encoding: .utf8)
    var blocks: [Block] = []
    var open: (language: String, indent: String, lines: [String])?
    for line in page.components(separatedBy: "\n") {
      let trimmed = line.drop { $0 == " " }
      if trimmed.hasPrefix("```") {
        if let block = open { blocks.append(Block(language: block.language, text: block.lines.map { $0 + "\n" }.joined())) }
        open = open == nil ? (String(trimmed.dropFirst(3)), String(line.prefix { $0 == " " }), []) : nil
      } else if let indent = open?.indent {
        open?.lines.append(line.hasPrefix(indent) ? String(line.dropFirst(indent.count)) : line)
      }
    }
    return blocks
  }

  /// What a command prints in a block.
  private static func output(of command: String, in block: Block) -> String {
    let rest = block.text.components(separatedBy: "$ \(command)\n").dropFirst().first ?? ""
    return rest.components(separatedBy: "\n$ ").first ?? ""
  }

  @Test(
    "The tutorial's commands print what it shows", .enabled(if: BuiltProgram.headwater != nil && BuiltProgram.shopAPI != nil))
  func tutorial() async throws {
    let shop = try await Self.startShop()
    defer { kill(shop.process, SIGKILL) }
    let blocks = try Self.blocks()
    let file = try #require(blocks.first { $0.language == "yaml" }).text
    let consoles = blocks.filter { $0.language == "console" }
    let folder = try TemporaryDirectory(["connections.yaml": file.replacingOccurrences(of: ":8080", with: ":\(shop.port)")])
    defer { folder.remove() }
    try FileManager.default.copyItem(at: Self.root.appendingPathComponent("Manifests/shop"), to: folder.url.appendingPathComponent("shop"))
    let command = try BuiltCommand(folder: folder)
    func run(_ words: String...) async throws -> BuiltCommand.Result {
      var result = try await command.run(words, environment: ["SHOP_SECRET": "not-a-secret"])
      result.output = result.output.replacingOccurrences(of: ":\(shop.port)", with: ":8080")
      return result
    }
    let plan = try await run("plan")
    #expect(plan.code == 2 && plan.output == Self.output(of: "headwater plan", in: consoles[0]), "\(plan)")
    #expect(try await run("apply").code == 0)
    #expect(try await run("plan").code == 0)
    #expect(try await run("sync", "shop").code == 0)
    #expect(try await run("connections", "show", "shop").output.contains("orders"))
    let edited = (folder.text("connections.yaml") ?? "").replacingOccurrences(of: "        mode: incremental_append_dedup\n", with: "")
      .replacingOccurrences(of: "    tags:", with: "    prefix: s_\n    tags:")
    try folder.write(edited, to: "connections.yaml")
    let second = try await run("plan")
    #expect(second.code == 2 && second.output == Self.output(of: "headwater plan", in: consoles[2]), "\(second)")
    #expect(try await run("apply").code == 0)
    #expect(try SQLiteRows(folder.path("warehouse.sqlite")).rows("SELECT count(*) AS n FROM s_customers") == [["n": 120]])
    for format in ["--systemd", "--cron", "--kubernetes", "--airflow"] {
      #expect(try await run("connections", "export", format, "--output", "units").code == 0)
    }
    for words in [["sync", "--all", "--jobs", "8"], ["sync", "--tag", "daily", "--log-directory", "logs"], ["connections", "ls"]] {
      #expect(try await command.run(words, environment: ["SHOP_SECRET": "not-a-secret"]).code == 0, "\(words)")
    }
  }

  @Test("The connections files that the guide shows can be read")
  func files() throws {
    for block in try Self.blocks() where block.language == "yaml" && block.text.contains("connections:") {
      let folder = try TemporaryDirectory(["connections.yaml": block.text])
      defer { folder.remove() }
      let result = ConnectionsReader.read(folder.path("connections.yaml"))
      #expect(result.file != nil, "\(result.diagnostics)")
    }
  }

  private static func startShop() async throws -> (process: pid_t, port: Int) {
    let program = BuiltProgram.shopAPI ?? ""
    let (process, line) = try await StartedProgram.start([program, "--port", "0"])
    let port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
    return (process, port)
  }
}
