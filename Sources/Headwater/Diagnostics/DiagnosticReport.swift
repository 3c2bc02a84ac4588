public import Document

/// What was found in one file.
public struct FileReport: Sendable {
  /// The file as the user named it.
  public var file: String
  /// Its text, for renderers that show lines.
  public var text: [UInt8]
  public var diagnostics: [Diagnostic]

  public init(file: String, text: [UInt8], diagnostics: [Diagnostic]) {
    self.file = file
    self.text = text
    self.diagnostics = diagnostics
  }
}

/// What was found in all files of one command.
public struct DiagnosticReport: Sendable {
  public var files: [FileReport]
  /// Further files that places may name, such as a config, by name.
  public var otherTexts: [String: [UInt8]]

  public init(files: [FileReport], otherTexts: [String: [UInt8]] = [:]) {
    self.files = files
    self.otherTexts = otherTexts
  }

  public var all: [Diagnostic] { files.flatMap(\.diagnostics) }

  public func count(_ severity: Diagnostic.Severity) -> Int { all.count { $0.severity == severity } }
}

/// Writes a report in some form.
public protocol DiagnosticRenderer: Sendable {
  /// The whole report as text, with its last line end.
  func render(_ report: DiagnosticReport) -> String
}
