internal import Document

/// Writes diagnostics as workflow commands, which GitHub shows beside the lines of a change.
package struct GitHubRenderer: DiagnosticRenderer {
  package init() {}

  package func render(_ report: DiagnosticReport) -> String {
    report.files.map { file in file.diagnostics.map { line($0, file.file) }.joined() }.joined()
  }

  private func line(_ diagnostic: Diagnostic, _ file: String) -> String {
    var properties = ["file=\(property(diagnostic.location?.file ?? file))"]
    if let location = diagnostic.location { properties += ["line=\(location.line)", "col=\(location.column)"] }
    properties.append("title=\(property(diagnostic.code.rawValue))")
    var message = diagnostic.message
    if let fix = diagnostic.fix { message += "\nfix: \(fix)" }
    for note in diagnostic.notes { message += "\nnote: \(note.location.map { "\($0): " } ?? "")\(note.message)" }
    return "::\(diagnostic.severity.rawValue) \(properties.joined(separator: ","))::\(escaped(message))\n"
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func property(_ text: String) -> String {
    var result = ""
    for scalar in escaped(text).unicodeScalars {
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
