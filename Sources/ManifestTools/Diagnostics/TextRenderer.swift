package import Document

/// Writes diagnostics for people: place, message, the line of the text with a caret, and what to do.
package struct TextRenderer: DiagnosticRenderer {
  private enum Style: String {
    case error = "\u{1B}[1;31m"
    case warning = "\u{1B}[1;33m"
    case bold = "\u{1B}[1m"
    case faint = "\u{1B}[2m"
    case fix = "\u{1B}[32m"
  }

  /// The widest part of a line that is shown.
  private static let width = 140

  private let colors: Bool

  /// - Parameter colors: whether to use the colours of terminals.
  package init(colors: Bool = false) { self.colors = colors }

  package func render(_ report: DiagnosticReport) -> String {
    var lines: [String: SourceLines] = [:]
    for (name, text) in report.otherTexts { lines[name] = SourceLines(text) }
    for file in report.files where !file.diagnostics.isEmpty { lines[file.file] = SourceLines(file.text) }
    var text = ""
    for file in report.files {
      for diagnostic in file.diagnostics { text += render(diagnostic, in: file.file, lines) + "\n" }
    }
    return text + summary(report) + "\n"
  }

  /// Diagnostics of other files than manifests, without a summary.
  ///
  /// - Parameter isShown: whether a line may be shown, which may hold a secret.
  package func render(_ diagnostics: [Diagnostic], isShown: (Diagnostic, String) -> Bool) -> String {
    var lines: [String: SourceLines] = [:]
    for file in Set(diagnostics.compactMap(\.location?.file)) {
      if let bytes = try? TextFile.bytes(file) { lines[file] = SourceLines(bytes) }
    }
    return diagnostics.map { diagnostic in
      let line = diagnostic.location.flatMap { lines[$0.file]?[$0.line] }.map { String(String.UnicodeScalarView($0)) }
      return render(diagnostic, in: diagnostic.location?.file ?? "headwater", line.map { isShown(diagnostic, $0) } == true ? lines : [:])
    }.joined(separator: "\n")
  }

  private func render(_ diagnostic: Diagnostic, in file: String, _ lines: [String: SourceLines]) -> String {
    let isError = diagnostic.severity == .error
    let label = paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", isError ? .error : .warning)
    let place = diagnostic.location?.description ?? file
    var text = "\(paint(place, .bold)): \(label): \(diagnostic.message)\n"
    if let location = diagnostic.location { text += excerpt(location, lines, isError ? .error : .warning) }
    if let path = diagnostic.path, !path.steps.isEmpty { text += "    \(paint("at \(path)", .faint))\n" }
    if let fix = diagnostic.fix { text += "    \(paint("fix:", .fix)) \(fix)\n" }
    for note in diagnostic.notes {
      text += "    note: \(note.location.map { "\($0): " } ?? "")\(note.message)\n"
    }
    return text
  }

  private func excerpt(_ location: SourceLocation, _ lines: [String: SourceLines], _ style: Style) -> String {
    guard let line = lines[location.file]?[location.line] else { return "" }
    let column = min(max(location.column - 1, 0), line.count)
    var start = 0
    if line.count > Self.width { start = max(0, min(column - Self.width / 3, line.count - Self.width)) }
    let end = min(line.count, start + Self.width)
    let number = String(location.line)
    let gutter = String(repeating: " ", count: number.count)
    let padding = line[start..<column].map { $0 == "\t" ? "\t" : " " }.joined()
    let marks = String(repeating: "^", count: max(1, min(TokenLength.count(in: line, from: column), end - column)))
    let shown = (start > 0 ? "…" : " ") + Self.text(line[start..<end]) + (end < line.count ? "…" : "")
    return "  \(paint("\(number) |", .faint))\(shown)\n  \(paint("\(gutter) |", .faint)) \(padding)\(paint(marks, style))\n"
  }

  /// Control characters would reach the terminal.
  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    for scalar in scalars {
      let isControl = (scalar.value < 0x20 && scalar != "\t") || (0x7F..<0xA0).contains(scalar.value)
      text.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return text
  }

  private func summary(_ report: DiagnosticReport) -> String {
    let errors = report.count(.error)
    let warnings = report.count(.warning)
    let files = Self.counted(report.files.count, "manifest")
    guard errors + warnings > 0 else { return "\(files): no problems" }
    let parts = [errors > 0 ? Self.counted(errors, "error") : nil, warnings > 0 ? Self.counted(warnings, "warning") : nil]
    return "\(files): \(parts.compactMap { $0 }.joined(separator: ", "))"
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  private func paint(_ text: String, _ style: Style) -> String { colors ? style.rawValue + text + "\u{1B}[0m" : text }
}

/// How much of a line belongs to the value that starts at a column: a guess, for underlining.
enum TokenLength {
  static func count(in line: [Unicode.Scalar], from start: Int) -> Int {
    guard start < line.count else { return 1 }
    let first = line[start]
    if first == "\"" || first == "'" {
      let rest = line[(start + 1)...]
      return rest.firstIndex(of: first).map { $0 - start + 1 } ?? line.count - start
    }
    if first == "{" || first == "[" || first == "-" || first == "|" || first == ">" { return 1 }
    var end = start
    while end < line.count {
      let scalar = line[end]
      let next = end + 1 < line.count ? line[end + 1] : " "
      if scalar == ":" && next == " " || scalar == " " && next == "#" || ",]}".unicodeScalars.contains(scalar) { break }
      end += 1
    }
    while end > start + 1, line[end - 1] == " " { end -= 1 }
    return max(1, end - start)
  }
}
