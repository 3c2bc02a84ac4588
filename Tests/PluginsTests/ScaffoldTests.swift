import TestSupport
import ConnectorKit
import Headwater
import ManifestTools
import Testing

@testable import Plugins

@Suite struct ScaffoldTests {
  @Test(arguments: ComponentSlot.allCases) func stubsDeclareTheirComponent(_ slot: ComponentSlot) throws {
    let text = try Scaffold.component("Mine", slot: slot)
    #expect(ComponentScanner.components(in: Array(text.utf8)) == ["Mine"])
    #expect(!text.contains("NAME"))
    #expect(Scaffold.declaration("Mine", slot: slot).hasPrefix("type: Custom"))
  }

  @Test func aSecondComponentGoesToTheEnd() throws {
    let first = try Scaffold.component("One", slot: .decoder)
    let both = try Scaffold.component("Two", slot: .recordFilter, in: first)
    #expect(both.hasPrefix(first))
    #expect(ComponentScanner.components(in: Array(both.utf8)) == ["One", "Two"])
    #expect(throws: SyncError.self) { try Scaffold.component("One", slot: .decoder, in: both) }
  }

  @Test(arguments: ["", "lower", "With Space", "a/../b", "Dot.Name"]) func oddNamesAreRefused(_ name: String) {
    #expect(throws: SyncError.self) { try Scaffold.component(name, slot: .decoder) }
  }

  @Test(arguments: ["", "a b", "../x", "1st", "x/y"]) func oddFoldersAreRefused(_ name: String) {
    #expect(throws: SyncError.self) { try Scaffold.connector(name) }
    #expect(throws: SyncError.self) { try Scaffold.swiftConnector(name, package: ".") }
  }

  @Test func aPackageIsWhole() throws {
    let files = try Scaffold.swiftConnector("my-shop", package: "https://example.com/headwater.git")
    #expect(files.map(\.path).contains("Tests/MyShopTests/MyShopTests.swift"))
    #expect(files.first?.text.contains("url: \"https://example.com/headwater.git\"") == true)
    for file in files { #expect(!file.text.contains("NAME"), "\(file.path)") }
  }

  /// The program, the module and the modules of Headwater need names of their own.
  @Test(arguments: [
    ("X", "Sources/X/", "Sources/x/main.swift"), ("sync", "Sources/SyncConnector/", "Sources/sync/main.swift"),
    ("headwater", "Sources/HeadwaterConnector/", "Sources/headwater-connector/main.swift"),
    ("JSON", "Sources/JSONConnector/", "Sources/json-connector/main.swift"), ("a-b", "Sources/AB/", "Sources/a-b/main.swift"),
  ])
  func namesDoNotCollide(_ name: String, _ module: String, _ program: String) throws {
    let paths = try Scaffold.swiftConnector(name, package: "../headwater").map(\.path)
    #expect(paths.contains(module + "components.swift") && paths.contains(program), "\(paths)")
  }

  @Test(.enabled(if: BuiltCommand.canLoad, "needs the built command and swiftc")) func allStubsCompile() async throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    for slot in ComponentSlot.allCases {
      let written = try await command.run("new", "component", "My\(slot.name)", "--slot", slot.name)
      #expect(written.code == 0 && written.output.contains(slot.rawValue))
    }
    let listed = try await command.run("components", "MyIncrementalSync", "--components", "components.swift")
    #expect(listed.code == 0, "\(listed.complaints)")
    #expect(try await command.run("new", "component", "MyDecoder", "--slot", "Decoder").code == 1)
    #expect(try await command.run("new", "component", "Other", "--slot", "Paginator").code == 64)
  }

  @Test(.enabled(if: BuiltCommand.canLoad, "needs the built command")) func aNewManifestIsSound() async throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    #expect(try await command.run("new", "connector", "shop").code == 0)
    #expect(try await command.run("validate", "--strict", "shop/manifest.yaml").code == 0)
    #expect(try await command.run("new", "connector", "shop").code == 1)
  }
}
