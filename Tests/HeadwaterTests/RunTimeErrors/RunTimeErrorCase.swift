import ConnectorKit
import Foundation
import HeadwaterTesting
import JSON
import TestSupport
import Testing

/// A read that fails while it runs, with all that it says.
///
/// A case in `Cases/*.txt` starts with a line `## NAME`. Its lines are
/// - `LEVEL.KEY: VALUE`, a field of the `manifest`, the `stream`, its `retriever`, the `requester` or the record `selector` of that; it
///   replaces the field of ``RunTimeErrorManifest``, and lines that follow with spaces belong to it;
/// - `> METHOD PATH STATUS [NAME: VALUE] BODY`, a response of the API, in turn for each path; a body may be `base64:...`, otherwise
///   `\n` in it ends a line and `{base}` is the server's URL;
/// - `> config VALUE`, `> state VALUE`, `> file PATH TEXT`, `> streams NAME ...`, `> verb NAME` where it is not a read, and
///   `> retries declared` where failed requests are sent again;
/// - `! TYPE MESSAGE`, an error, and `~ LEVEL MESSAGE`, a line of the log; `HOST` stands for the server, `DIR` for the folder.
struct RunTimeErrorCase: Sendable, CustomTestStringConvertible {
  let name: String
  private(set) var manifest = RunTimeErrorManifest()
  private(set) var verb = "read"
  /// Failed requests are not sent again, unless a case is about that.
  private(set) var retries = RetryMode.none
  private(set) var config: JSONObject = [:]
  private(set) var state: JSONValue?
  private(set) var streams = ["items"]
  private(set) var files: [String: String] = [:]
  private(set) var answers: [Endpoint: [LoopbackAnswer]] = [:]
  /// The errors, as `TYPE MESSAGE`, in their order.
  private(set) var errors: [String] = []
  /// Lines of the log, as `LEVEL MESSAGE`.
  private(set) var log: [String] = []

  var testDescription: String { name }

  struct Endpoint: Hashable, Sendable {
    let method: String
    let path: String
  }

  private struct Malformed: Error { let line: String }

  /// - Throws: when a file has a line that means nothing, so that no case is left out.
  static func all() throws -> [RunTimeErrorCase] {
    let folder = PackageFiles.url("Tests/HeadwaterTests/RunTimeErrors/Cases")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().flatMap { file -> [RunTimeErrorCase] in
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      return try ("\n" + text).components(separatedBy: "\n## ").dropFirst().map { try RunTimeErrorCase(file, $0) }
    }
  }

  private init(_ file: String, _ section: String) throws {
    let lines = section.components(separatedBy: "\n")
    name = "\(file): \(lines[0])"
    for line in lines.dropFirst() where !line.isEmpty {
      switch line.prefix(2) {
      case "> ": try take(String(line.dropFirst(2)))
      case "! ": errors.append(String(line.dropFirst(2)))
      case "~ ": log.append(String(line.dropFirst(2)))
      default: guard manifest.take(line) else { throw Malformed(line: line) }
      }
    }
  }

  private mutating func take(_ input: String) throws {
    let words = input.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { throw Malformed(line: input) }
    let (first, rest) = (words[0], words[1])
    switch first {
    case "config": config = try JSONValue.parse(rest).objectValue ?? [:]
    case "state": state = try JSONValue.parse(rest)
    case "streams": streams = rest.split(separator: " ").map(String.init)
    case "verb": verb = rest
    case "retries": retries = rest == "declared" ? .declared : .none
    case "file":
      let parts = rest.split(separator: " ", maxSplits: 1).map(String.init)
      files[parts[0]] = parts.count == 2 ? parts[1] : ""
    default: try takeAnswer(first, rest)
    }
  }

  private mutating func takeAnswer(_ method: String, _ text: String) throws {
    let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard parts.count >= 2, let status = Int(parts[1]) else { throw Malformed(line: "\(method) \(text)") }
    var body = parts.count == 3 ? parts[2] : ""
    var headers: [String: String] = [:]
    while body.hasPrefix("["), let end = body.firstIndex(of: "]"), let colon = body[..<end].firstIndex(of: ":") {
      headers[String(body[body.index(after: body.startIndex)..<colon])] =
        String(body[body.index(after: colon)..<end]).trimmingCharacters(in: .whitespaces)
      body = String(body[body.index(after: end)...].drop { $0 == " " })
    }
    var bytes = Array(body.replacing("\\n", with: "\n").utf8)
    if body.hasPrefix("base64:") {
      guard let data = Data(base64Encoded: String(body.dropFirst(7))) else { throw Malformed(line: body) }
      bytes = Array(data)
    }
    let endpoint = Endpoint(method: method, path: parts[0])
    answers[endpoint, default: []].append(LoopbackAnswer(status: status, headers: headers, body: bytes))
  }
}

/// A sound manifest of one stream, `items`, whose fields can be replaced.
struct RunTimeErrorManifest: Sendable {
  private var levels: [String: [(key: String, value: String)]] = [
    "manifest": [
      ("version", "7.0.0"), ("type", "DeclarativeSource"), ("check", "{type: CheckStream, stream_names: [items]}"),
      ("concurrency_level", "{type: ConcurrencyLevel, default_concurrency: 1}"),
      ("spec", "{type: Spec, connection_specification: {type: object, properties: {}}}"),
    ],
    "stream": [
      ("type", "DeclarativeStream"), ("name", "items"),
      ("schema_loader", "{type: InlineSchemaLoader, schema: {type: object, properties: {}}}"),
    ],
    "retriever": [("type", "SimpleRetriever")],
    "requester": [("type", "HttpRequester"), ("url", "\"{{ config['base'] }}/items\"")],
    "selector": [("type", "RecordSelector"), ("extractor", "{type: DpathExtractor, field_path: [data]}")],
  ]
  private var current: String?

  /// - Returns: whether the line is a field, or the rest of one.
  mutating func take(_ line: String) -> Bool {
    if line.hasPrefix(" "), let current, let last = levels[current]?.indices.last {
      levels[current]?[last].value += "\n" + line
      return true
    }
    guard let dot = line.firstIndex(of: "."), let colon = line[dot...].firstIndex(of: ":") else { return false }
    let level = String(line[..<dot])
    let key = String(line[line.index(after: dot)..<colon])
    guard levels[level] != nil else { return false }
    levels[level]?.removeAll { $0.key == key }
    levels[level]?.append((key, String(line[line.index(after: colon)...])))
    current = level
    return true
  }

  var text: String {
    var lines = fields("manifest", 0)
    guard !has("manifest", "streams"), !has("manifest", "dynamic_streams") else { return lines.joined(separator: "\n") + "\n" }
    lines += ["streams:", "  -"] + fields("stream", 4)
    if !has("stream", "retriever") {
      lines += ["    retriever:"] + fields("retriever", 6)
      if !has("retriever", "requester") { lines += ["      requester:"] + fields("requester", 8) }
      if !has("retriever", "record_selector") { lines += ["      record_selector:"] + fields("selector", 8) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func has(_ level: String, _ key: String) -> Bool { levels[level]?.contains { $0.key == key } == true }

  private func fields(_ level: String, _ indentation: Int) -> [String] {
    let space = String(repeating: " ", count: indentation)
    return (levels[level] ?? []).map { space + "\($0.key): \($0.value)".replacing("\n", with: "\n" + space) }
  }
}
