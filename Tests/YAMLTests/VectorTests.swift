import Document
import JSON
import TestSupport
import Testing
import YAML

@Suite struct VectorTests {
  static let file = "vectors/yaml_scalars.jsonl"

  @Test(.enabled(if: SharedFiles.exists(file))) func everyRowHolds() throws {
    let rows = try SharedFiles.rows(Self.file)
    var failures: [String] = []
    for row in rows.map({ Node(json: $0) }) {
      let text = row["document"]?.string ?? ""
      let outcome = Result { () throws(Diagnostic) in try YAMLReader.read(text, file: "doc") }
      if let problem = Self.problem(row, outcome) { failures.append("\(text.debugDescription.prefix(120)): \(problem)") }
    }
    #expect(failures.isEmpty, "\(failures.count) of \(rows.count) rows:\n\(failures.joined(separator: "\n"))")
  }

  private static func problem(_ row: Node, _ outcome: Result<YAMLReader.Result, Diagnostic>) -> String? {
    let isError = row["error_class"]?.string != nil
    switch outcome {
    case .success(let result):
      if isError { return "\(row["error_class"]!.string!) expected, but it was read as \(result.root.json)" }
      return matches(result.root, row["result"]!) ? nil : "\(row["result"]!.json) expected, but read \(result.root)"
    case .failure(let diagnostic):
      // A value that contains itself is an error here and not in Python.
      if !isError { return "read in Python, but: \(diagnostic)" }
      guard let line = row["line"]?.integer, let column = row["column"]?.integer else { return nil }
      guard let place = diagnostic.location else { return "no place: \(diagnostic)" }
      return place.line == line && place.column == column ? nil : "\(line):\(column) expected, but \(diagnostic)"
    }
  }

  /// Whether a value is the one that the row writes, with Python's types written as the vectors' README says.
  static func matches(_ node: Node, _ expected: Node) -> Bool {
    if let type = expected["$py"]?.string { return matches(node, expected["v"]!, type) }
    switch (node.value, expected.value) {
    case (.null, .null): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.integer(let left), .integer(let right)): return left == right
    case (.double(let left), .double(let right)): return left == right && left.sign == right.sign
    case (.string(let left), .string(let right)): return left.unicodeScalars.elementsEqual(right.unicodeScalars)
    case (.sequence(let left), .sequence(let right)): return matches(left, right)
    case (.mapping(let left), .mapping(let right)):
      return left.count == right.count && left.keys == right.keys && left.keys.allSatisfy { matches(left[$0]!, right[$0]!) }
    default: return false
    }
  }

  private static func matches(_ left: [Node], _ right: [Node]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { matches($0, $1) }
  }

  private static func matches(_ node: Node, _ expected: Node, _ type: String) -> Bool {
    switch (type, node.value) {
    case ("int", .bigInteger(let digits)): return digits == expected.string
    case ("float", .double(let value)): return value.isNaN ? expected.string == "nan" : "\(value)" == expected.string
    case ("date", .date(let text)), ("datetime", .datetime(let text)): return text == expected.string
    case ("str", .string(let text)): return text.utf16.map(Int.init) == expected.sequence!.map { $0.integer! }
    case ("bytes", .binary(let bytes)):
      return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected.string
    case ("set", .sequence(let members)), ("tuple", .sequence(let members)): return matches(members, expected.sequence!)
    case ("dict", .mapping(let mapping)):
      let pairs = expected.sequence!.map { $0.sequence! }
      return mapping.count == pairs.count
        && zip(mapping.entries, pairs).allSatisfy { matches($0.key, $1[0]) && matches($0.value, $1[1]) }
    default: return false
    }
  }
}
