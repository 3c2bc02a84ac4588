internal import Document
internal import JSON

/// Writes diagnostics as one JSON document: the files, each with its diagnostics, and their numbers.
package struct JSONRenderer: DiagnosticRenderer {
  package init() {}

  package func render(_ report: DiagnosticReport) -> String {
    let document: JSONValue = [
      "files": .array(
        report.files.map { ["file": .string($0.file), "diagnostics": .array($0.diagnostics.map(Self.json))] }
      ),
      "summary": [
        "files": .integer(report.files.count), "errors": .integer(report.count(.error)), "warnings": .integer(report.count(.warning)),
      ],
    ]
    return JSONText.python(document, ensureASCII: false, indent: 2) + "\n"
  }

  private static func json(_ diagnostic: Diagnostic) -> JSONValue {
    var object: JSONObject = [
      "severity": .string(diagnostic.severity.rawValue), "code": .string(diagnostic.code.rawValue), "message": .string(diagnostic.message),
    ]
    add(diagnostic.location, to: &object)
    if let path = diagnostic.path { object["path"] = .string(path.description) }
    if let fix = diagnostic.fix { object["fix"] = .string(fix) }
    if let edit = diagnostic.fixIt {
      object["edit"] = ["replacement": .string(edit.replacement), "safe": .bool(edit.isSafe)]
    }
    if !diagnostic.notes.isEmpty {
      object["notes"] = .array(
        diagnostic.notes.map { note in
          var object: JSONObject = ["message": .string(note.message)]
          add(note.location, to: &object)
          return .object(object)
        })
    }
    return .object(object)
  }

  private static func add(_ location: SourceLocation?, to object: inout JSONObject) {
    guard let location else { return }
    object["file"] = .string(location.file)
    object["line"] = .integer(location.line)
    object["column"] = .integer(location.column)
  }
}
