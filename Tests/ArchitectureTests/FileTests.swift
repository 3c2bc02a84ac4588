import Components
import ConnectorKit
import Foundation
import TestSupport
import Testing

@Suite struct FileTests {
  @Test(arguments: ["Sources", "Tests"]) func filesAreShort(_ folder: String) {
    for file in SourceTree.files(below: folder) where file.lines.count > 401 && !file.name.hasSuffix("+Generated") {
      Issue.record("\(file.path) has \(file.lines.count) lines; split it below 400")
    }
  }

  @Test("Each component is declared in the file of its name") func componentFilesAreNamedAfterTheirComponent() {
    var declared: Set<String> = []
    for file in SourceTree.files(below: "Sources/Components") {
      let text = file.lines.joined(separator: "\n")
      guard let start = text.range(of: "static let spec = ComponentSpec") else { continue }
      declared.insert(file.name)
      let type = text[start.upperBound...].split(separator: "\"").dropFirst().first.map(String.init)
      #expect(type == file.name, "\(file.path) declares the component \(type ?? "?")")
    }
    #expect(declared == Set(Catalog.standard.all.map(\.type)))
  }

  /// Folders of the components are the contracts; nothing lies beside them but the catalogue.
  @Test func componentsLieInFolders() {
    let loose = SourceTree.files(below: "Sources/Components").filter { $0.path.split(separator: "/").count == 3 }.map(\.name)
    #expect(loose == ["Catalog+Generated"])
  }

  @Test func catalogueIsUpToDate() throws {
    let process = Process()
    process.executableURL = PackageFiles.url("Scripts/generate-catalog")
    process.arguments = ["--check"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "run Scripts/generate-catalog")
  }
}
