internal import Document
internal import JSON

/// Writes diagnostics as SARIF 2.1.0, which code scanning services read.
package struct SARIFRenderer: DiagnosticRenderer {
  private let version: String

  /// - Parameter version: that of this program.
  package init(version: String) { self.version = version }

  package func render(_ report: DiagnosticReport) -> String {
    let codes = Set(report.all.map(\.code))
    let rules = DiagnosticCode.allCases.filter(codes.contains)
    let places = Dictionary(rules.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    let driver: JSONValue = [
      "name": "headwater", "version": .string(version), "semanticVersion": .string(version), "rules": .array(rules.map(Self.rule)),
    ]
    let results = report.files.flatMap { file in file.diagnostics.map { Self.result($0, file.file, places) } }
    let document: JSONValue = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [["tool": ["driver": driver], "columnKind": "unicodeCodePoints", "results": .array(results)]],
    ]
    return JSONText.python(document, ensureASCII: false, indent: 2) + "\n"
  }

  private static func rule(_ code: DiagnosticCode) -> JSONValue {
    [
      "id": .string(code.rawValue), "shortDescription": ["text": .string(code.rule.meaning)],
      "help": ["text": .string(code.rule.advice)], "defaultConfiguration": ["level": .string(code.severity.rawValue)],
    ]
  }

  private static func result(_ diagnostic: Diagnostic, _ file: String, _ places: [DiagnosticCode: Int]) -> JSONValue {
    var text = diagnostic.message
    if let fix = diagnostic.fix { text += " (\(fix))" }
    var result: JSONObject = [
      "ruleId": .string(diagnostic.code.rawValue), "level": .string(diagnostic.severity.rawValue), "message": ["text": .string(text)],
      "locations": [location(diagnostic.location, file, diagnostic.path)],
    ]
    if let place = places[diagnostic.code] { result["ruleIndex"] = .integer(place) }
    let related = diagnostic.notes.compactMap { note -> JSONValue? in
      guard let place = note.location, var object = location(place, file, nil).objectValue else { return nil }
      object["message"] = ["text": .string(note.message)]
      return .object(object)
    }
    if !related.isEmpty { result["relatedLocations"] = .array(related) }
    return .object(result)
  }

  private static func location(_ location: SourceLocation?, _ file: String, _ path: NodePath?) -> JSONValue {
    var physical: JSONObject = ["artifactLocation": ["uri": .string(uri(location?.file ?? file))]]
    if let location { physical["region"] = ["startLine": .integer(location.line), "startColumn": .integer(location.column)] }
    var result: JSONObject = ["physicalLocation": .object(physical)]
    if let path, !path.steps.isEmpty { result["logicalLocations"] = [["fullyQualifiedName": .string(path.description)]] }
    return .object(result)
  }

  /// A file's name as a reference of RFC 3986.
  private static func uri(_ file: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var result = ""
    for byte in file.utf8 {
      let scalar = Unicode.Scalar(byte)
      if byte < 0x80, scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || "-._~/".unicodeScalars.contains(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return file.hasPrefix("/") ? "file://" + result : result
  }
}
