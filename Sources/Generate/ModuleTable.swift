internal import Document
internal import Glibc
internal import JSON

/// The table of modules in Documentation/Architecture.md: what Package.swift declares, with the first paragraph of each module's README.md.
struct ModuleTable {
  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static let page = "Documentation/Architecture.md"
  private static let start = "<!-- The table of modules is written by `swift run Generate`. -->\n"
  private static let end = "<!-- End of the table of modules. -->\n"

  /// The page with a fresh table.
  ///
  /// - Throws: an error that describes itself when the package, a README.md or the page is not as expected.
  static func updatedPage() throws -> String {
    let text = String(decoding: try TextFile.bytes(page), as: UTF8.self)
    guard let first = text.firstRange(of: start), let last = text[first.upperBound...].firstRange(of: end) else {
      throw Failure(description: "\(page) must contain the lines `\(start.dropLast())` and `\(end.dropLast())`")
    }
    return text[..<first.upperBound] + (try rows()) + text[last.lowerBound...]
  }

  private static func rows() throws -> String {
    var result = "\n| Module | Purpose | Imports |\n|---|---|---|\n"
    for target in try JSONValue.parse(packageDescription())["targets"]?.arrayValue ?? [] {
      // System libraries have no sources; other folders than Sources/ hold tests and benchmarks.
      guard let name = target["name"]?.stringValue, ["regular", "executable"].contains(target["type"]?.stringValue),
        target["path"]?.stringValue == nil
      else { continue }
      let imports = (target["dependencies"]?.arrayValue ?? []).compactMap { dependency in
        (dependency["byName"] ?? dependency["product"])?[0]?.stringValue
      }
      result += "| `\(name)` | \(try purpose(of: name)) | \(imports.isEmpty ? "nothing" : imports.joined(separator: ", ")) |\n"
    }
    return result + "\n"
  }

  private static func purpose(of module: String) throws -> String {
    let path = "Sources/\(module)/README.md"
    let text = String(decoding: try TextFile.bytes(path), as: UTF8.self)
    let paragraphs = text.split(separator: "\n\n")
    guard paragraphs.count > 1, paragraphs[0] == "# \(module)" else {
      throw Failure(description: "\(path) must begin with `# \(module)` and a paragraph that tells the module's purpose")
    }
    return paragraphs[1].split(separator: "\n").joined(separator: " ")
  }

  /// What the package manager says of the package, as JSON.
  private static func packageDescription() throws -> [UInt8] {
    guard let pipe = popen("swift package dump-package", "r") else { throw Failure(description: String(cString: strerror(errno))) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { bytes += buffer[..<count] }
    guard pclose(pipe) == 0 else { throw Failure(description: "`swift package dump-package` failed") }
    return bytes
  }
}
