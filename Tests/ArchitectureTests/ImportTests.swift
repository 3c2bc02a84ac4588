import Foundation
import TestSupport
import Testing

@testable import ManifestTools

/// A module imports what Package.swift says it depends on, and nothing else. The table of modules in Documentation/Architecture.md is generated
/// from the package, so it serves as the list.
@Suite struct ImportTests {
  /// Modules of the toolchain that any module may use.
  private static let everywhere: Set<String> = ["Glibc", "Synchronization"]

  /// Who may use larger modules of the toolchain. The library must start without Foundation.
  private static let toolchain: [String: Set<String>] = [
    "CommandLineTool": ["Dispatch"], "HeadwaterTesting": ["Foundation"], "Server": ["Foundation"], "ShopAPI": ["Dispatch", "Foundation"],
  ]

  /// The modules in the order of the table, with what they depend on.
  private static func modules() throws -> [(name: String, imports: [String])] {
    let page = try PackageFiles.text("Documentation/Architecture.md")
    let table = page.components(separatedBy: "| Module | Purpose | Imports |").last?.components(separatedBy: "<!-- End").first ?? ""
    return table.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }.map { row in
      let cells = row.components(separatedBy: " | ")
      let imports = cells[cells.count - 1].dropLast(2).components(separatedBy: ", ")
      return (name: cells[0].trimmingCharacters(in: ["|", " ", "`"]), imports: imports == ["nothing"] ? [] : imports)
    }
  }

  @Test("A file imports only what Package.swift lists for its module") func importsAreDeclared() throws {
    let allowed = Dictionary(uniqueKeysWithValues: try Self.modules().map { ($0.name, Set($0.imports)) })
    for file in SourceTree.files(below: "Sources") {
      let declared = try #require(allowed[file.module], "Documentation/Architecture.md lacks \(file.module): run `swift run Generate`")
      let permitted = declared.union(Self.everywhere).union(Self.toolchain[file.module] ?? [])
      for name in SourceTree.imports(file) where !permitted.contains(name) {
        Issue.record("\(file.path) imports \(name), which Package.swift does not list for \(file.module)")
      }
    }
  }

  @Test("Package.swift lists for a module only what its files import") func dependenciesAreUsed() throws {
    var used: [String: Set<String>] = [:]
    for file in SourceTree.files(below: "Sources") { used[file.module, default: []].formUnion(SourceTree.imports(file)) }
    for module in try Self.modules() {
      let unused = Set(module.imports).subtracting(used[module.name] ?? [])
      #expect(unused.isEmpty, "Package.swift lists \(unused.sorted()) for \(module.name), which no file of it imports")
    }
  }

  @Test("Package.swift lists a module after the modules it imports") func modulesAreInOrder() throws {
    let modules = try Self.modules()
    #expect(modules.map(\.name).contains("ConnectorKit"))
    for (index, module) in modules.enumerated() {
      let below = Set(modules[index...].map(\.name)).intersection(module.imports)
      #expect(below.isEmpty, "\(module.name) imports \(below.sorted()), which Package.swift lists below it")
    }
  }

  @Test("A scaffolded package takes no name of a module") func moduleNamesAreReserved() throws {
    let missing = Set(try Self.modules().map(\.name)).subtracting(PackageSkeleton.reservedNames)
    #expect(missing.isEmpty, "add \(missing.sorted()) to PackageSkeleton.reservedNames")
  }
}
