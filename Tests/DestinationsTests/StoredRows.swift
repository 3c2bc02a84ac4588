import Foundation
import JSON
import Sync
import TestSupport

/// The records of a CSV file, with what looks like JSON read as such.
enum CSVRows {
  static func records(_ path: String) throws -> [JSONObject] {
    let script = """
      import csv, json, sys
      def value(text):
          try: return json.loads(text)
          except ValueError: return text
      rows = csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8'))
      print(json.dumps([{k: value(v) for k, v in row.items() if v is not None} for row in rows]))
      """
    return try JSONValue.parse(try Shell.output(["python3", "-c", script, path])).arrayValue?.compactMap(\.objectValue) ?? []
  }
}

/// Programs that stand for other people's sources and destinations.
enum Programs {
  static func path(_ name: String) -> String { Bundle.module.path(forResource: "Programs/\(name)", ofType: nil) ?? name }

  /// What a destination program has stored of a stream.
  static func records(_ path: String, of stream: StreamID) throws -> [JSONObject] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return try text.split(separator: "\n").compactMap { line in
      let row = try JSONValue.parse(String(line))
      return row["stream"]?.stringValue == stream.name ? row["record"]?.objectValue : nil
    }
  }
}
