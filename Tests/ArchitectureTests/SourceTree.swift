import TestSupport
import Foundation

/// The package's own source files, as text.
enum SourceTree {
  struct File: Sendable {
    /// From the package's directory, such as `Sources/JSON/Values/JSONValue.swift`.
    var path: String
    var lines: [String]

    var name: String { String(path.split(separator: "/").last?.dropLast(".swift".count) ?? "") }
    /// The target the file belongs to.
    var module: String { String(path.split(separator: "/")[1]) }

    /// The lines without comments and without what stands in quotes, with their numbers.
    var code: [(number: Int, text: String)] {
      var isText = false
      return lines.enumerated().map { number, line in
        let isBorder = line.contains("\"\"\"")
        defer { if isBorder, line.components(separatedBy: "\"\"\"").count % 2 == 0 { isText.toggle() } }
        return (number + 1, isText ? "" : SourceTree.stripped(line))
      }
    }
  }

  static func files(below folder: String) -> [File] {
    let paths = (FileManager.default.enumerator(atPath: PackageFiles.url(folder).path)?.allObjects as? [String]) ?? []
    return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
      let path = "\(folder)/\(path)"
      guard let text = try? String(contentsOf: PackageFiles.url(path), encoding: .utf8) else { return nil }
      return File(path: path, lines: text.components(separatedBy: "\n"))
    }
  }

  /// The modules that a file imports.
  static func imports(_ file: File) -> [String] {
    file.code.compactMap { line in
      let words = line.text.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), words[..<place].allSatisfy({ access.contains(String($0)) }) else { return nil }
      return words.last.map { String($0.split(separator: ".")[0]) }
    }
  }

  private static let access: Set<String> = [
    "public", "package", "internal", "fileprivate", "private", "@testable", "@preconcurrency", "@_exported",
  ]

  private static func stripped(_ line: String) -> String {
    var result = ""
    var isQuoted = false
    var last: Character = " "
    for character in line {
      if character == "\"", last != "\\" { isQuoted.toggle() }
      if !isQuoted, character == "/", last == "/" { return String(result.dropLast()) }
      if !isQuoted { result.append(character) }
      last = character
    }
    return result
  }
}
