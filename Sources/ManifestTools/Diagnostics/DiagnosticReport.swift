package import Document

/// What was found in one file.
package struct FileReport: Sendable {
  /// The file as the user named it.
  package var file: String
  /// Its text, for renderers that show lines.
  package var text: [UInt8]
  package var diagnostics: [Diagnostic]

  package init(file: String, text: [UInt8], diagnostics: [Diagnostic]) {
    self.file = file
    self.text = text
    self.diagnostics = diagnostics
  }
}

/// What was found in all files of one command.
package struct DiagnosticReport: Sendable {
  package var files: [FileReport]
  /// Further files that places may name, such as a config, by name.
  package var otherTexts: [String: [UInt8]]

  package init(files: [FileReport], otherTexts: [String: [UInt8]] = [:]) {
    self.files = files
    self.otherTexts = otherTexts
  }

  package var all: [Diagnostic] { files.flatMap(\.diagnostics) }

  package func count(_ severity: Diagnostic.Severity) -> Int { all.count { $0.severity == severity } }
}

/// Writes a report in some form.
package protocol DiagnosticRenderer: Sendable {
  /// The whole report as text, with its last line end.
  func render(_ report: DiagnosticReport) -> String
}
