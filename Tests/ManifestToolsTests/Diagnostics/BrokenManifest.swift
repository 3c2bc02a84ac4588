import Foundation
import TestSupport
import Testing

/// A manifest that is broken in one way, with marks around what its diagnostic is about.
///
/// A case in `Broken/*.txt` starts with a line `## CODE FRAME`. Its text takes the place of the lines of the same keys in the frame of a
/// sound manifest: the whole `manifest`, its `top` level, its one `stream`, the `retriever` or the `requester` of that. A frame that
/// ends in `+` says that there are further diagnostics.
struct BrokenManifest: Sendable, CustomTestStringConvertible {
  let name: String
  let code: String
  let text: String
  /// Line and column of each mark.
  let places: [String]
  let hasMore: Bool

  var testDescription: String { name }

  static let all: [BrokenManifest] = {
    let folder = PackageFiles.url("Tests/ManifestToolsTests/Broken")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().flatMap { file -> [BrokenManifest] in
      let text = (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
      return text.components(separatedBy: "## ").dropFirst().enumerated().map { BrokenManifest(file, $0 + 1, $1) }
    }
  }()

  private init(_ file: String, _ number: Int, _ section: String) {
    let lines = section.components(separatedBy: "\n")
    let words = lines[0].split(separator: " ").map(String.init)
    code = words[0]
    hasMore = words[1].hasSuffix("+")
    let body = Array(lines.dropFirst().reversed().drop { $0.isEmpty }.reversed())
    let marked = Frame.manifest(body, in: words[1].filter { $0 != "+" })
    name = "\(file) \(number): \(code)"
    (text, places) = Self.unmarked(marked)
  }

  private static func unmarked(_ marked: String) -> (String, [String]) {
    var text = ""
    var places: [String] = []
    var line = 1
    var column = 1
    for character in marked {
      switch character {
      case "«": places.append("\(line):\(column)")
      case "»": break
      default:
        text.append(character)
        (line, column) = character == "\n" ? (line + 1, 1) : (line, column + 1)
      }
    }
    return (text, places)
  }
}

/// A sound manifest about which nothing can be said, made of parts that can be replaced.
private enum Frame {
  private static let top = [
    "version: 7.29.0", "type: DeclarativeSource", "check: {type: CheckStream, stream_names: [items]}",
    "spec: {type: Spec, connection_specification: {type: object, properties: {api_key: {type: string, airbyte_secret: true}, "
      + "start_date: {type: string, format: date}}}}",
  ]
  private static let stream = [
    "type: DeclarativeStream", "name: items", "primary_key: id",
    "schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {id: {type: integer}, updated: {type: string}, "
      + "owner: {type: object}}}}",
  ]
  private static let retriever = [
    "type: SimpleRetriever", "record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [data]}}",
  ]
  private static let requester = ["type: HttpRequester", "url: https://example.com/items"]

  static func manifest(_ body: [String], in frame: String) -> String {
    guard frame != "manifest" else { return body.joined(separator: "\n") + "\n" }
    let asked = merged(requester, frame == "requester" ? body : [])
    let fetched = with("requester", asked, in: merged(retriever, frame == "retriever" ? body : []))
    let read = with("retriever", fetched, in: merged(stream, frame == "stream" ? body : []))
    let whole = merged(top, frame == "top" ? body : [])
    guard !has("streams", whole), !has("dynamic_streams", whole) else { return whole.joined(separator: "\n") + "\n" }
    let item = read.enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
    return (whole + ["streams:"] + item).joined(separator: "\n") + "\n"
  }

  private static func with(_ key: String, _ part: [String], in lines: [String]) -> [String] {
    has(key, lines) ? lines : lines + ["\(key):"] + part.map { "  " + $0 }
  }

  /// The frame without the lines whose keys the body has, and the body.
  private static func merged(_ frame: [String], _ body: [String]) -> [String] {
    frame.filter { line in !has(String(line.prefix { $0 != ":" }), body) } + body
  }

  private static func has(_ key: String, _ lines: [String]) -> Bool {
    lines.contains { $0.filter { $0 != "«" && $0 != "»" }.hasPrefix(key + ":") }
  }
}
