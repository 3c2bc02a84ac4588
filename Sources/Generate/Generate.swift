internal import Components
internal import Document
internal import Glibc
internal import Manifest

/// Writes the files that are made from the catalogue of components.
///
/// `generate [--check]`, from the directory of the package: `--check` writes nothing and fails when a file is out of date.
@main
enum Generate {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.isEmpty || arguments.elementsEqual(["--check"]) else { end("usage: generate [--check]") }
    let path = "Schemas/manifest.schema.json"
    let fresh = ManifestSchema(catalog: .standard).text
    let current = (try? TextFile.bytes(path)).map { String(decoding: $0, as: UTF8.self) }
    if current == fresh { return }
    if arguments.isEmpty { save(fresh, path) } else { end("\(path) is out of date: run `swift run Generate`") }
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
