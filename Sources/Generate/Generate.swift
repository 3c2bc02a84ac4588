internal import Components
internal import Connections
internal import Document
internal import Glibc
internal import Manifest
internal import Quirks

/// Writes the files that are made from the catalog of components, the lists of diagnostics and quirks, and the package.
///
/// `generate [--check]`, from the directory of the package: `--check` writes nothing and fails when a file is out of date.
@main
enum Generate {
  private static let manual = "Documentation/Reference"

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.isEmpty || arguments.elementsEqual(["--check"]) else { end("usage: generate [--check]") }
    let files = allFiles()
    let stale = files.filter { current($0.path) != $0.text }
    let orphans = pages(below: manual).filter { path in !files.contains { $0.path == path } }
    if stale.isEmpty, orphans.isEmpty { return }
    if !arguments.isEmpty {
      end("\((stale.map(\.path) + orphans).joined(separator: ", ")) out of date: run `swift run Generate`")
    }
    for folder in [manual, "\(manual)/Components"] { _ = mkdir(folder, 0o777) }
    for file in stale { save(file.text, file.path) }
    for path in orphans where unlink(path) != 0 { end("\(path) cannot be removed: \(String(cString: strerror(errno)))") }
  }

  /// What is to be written, by path.
  private static func allFiles() -> [(path: String, text: String)] {
    let modules: String
    do {
      modules = try ModuleTable.updatedPage()
    } catch {
      end("\(error)")
    }
    return [
      (path: ModuleTable.page, text: modules),
      (path: "Schemas/manifest.schema.json", text: ManifestSchema(catalog: .standard).text),
      (path: "Schemas/connections.schema.json", text: ConnectionsSchema.text),
      (path: LanguageFactsSource.path, text: LanguageFactsSource.text(.standard)),
      (path: "Documentation/Diagnostics.md", text: DiagnosticsPage.text),
      (path: "Documentation/Differences.md", text: DifferencesPage.text),
    ]
      + ReferenceManual(catalog: .standard).pages.map { (path: "\(manual)/\($0.path)", text: $0.text) }
  }

  private static func current(_ path: String) -> String? { (try? TextFile.bytes(path)).map { String(decoding: $0, as: UTF8.self) } }

  /// The pages that are there, those of components that no longer exist among them.
  private static func pages(below folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var paths: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      paths += name.hasSuffix(".md") ? ["\(folder)/\(name)"] : pages(below: "\(folder)/\(name)")
    }
    return paths
  }

  private static func save(_ text: String, _ path: String) {
    guard let file = fopen(path, "w") else { end("\(path) cannot be written: \(String(cString: strerror(errno)))") }
    let isWritten = fputs(text, file) >= 0
    if fclose(file) != 0 || !isWritten { end("\(path) cannot be written: \(String(cString: strerror(errno)))") }
  }

  private static func end(_ message: String) -> Never {
    let line = Array("generate: \(message)\n".utf8)
    _ = Glibc.write(STDERR_FILENO, line, line.count)
    exit(1)
  }
}
