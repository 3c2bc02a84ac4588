import Document
import Foundation
import ManifestTools
import JSON
import Testing

@Suite struct RendererTests {
  static let text = "version: 7.0.0\nname: \"5\" # five\n\tlist: [wrong, right]\n"

  static let report = DiagnosticReport(
    files: [
      FileReport(
        file: "a b.yaml", text: Array(text.utf8),
        diagnostics: [
          Diagnostic(
            code: .wrongType, "`name` is 100%\nwrong", at: SourceLocation(file: "a b.yaml", line: 2, column: 7),
            path: NodePath([.field("streams"), .element(0), .field("name")]),
            notes: [
              Diagnostic.Note("used here", at: SourceLocation(file: "a b.yaml", line: 1, column: 1)), Diagnostic.Note("nowhere"),
            ], fix: "use text"),
          Diagnostic(code: .deprecated, "old", at: SourceLocation(file: "a b.yaml", line: 3, column: 9)),
          Diagnostic(code: .fileMissing, "gone"),
        ]),
      FileReport(file: "clean.yaml", text: [], diagnostics: []),
    ])

  @Test func textShowsLinesWithCarets() {
    let expected = """
      a b.yaml:2:7: error[wrong-type]: `name` is 100%
      wrong
        2 | name: "5" # five
          |       ^^^
          at streams[0].name
          fix: use text
          note: a b.yaml:1:1: used here
          note: nowhere

      a b.yaml:3:9: warning[deprecated]: old
        3 | \tlist: [wrong, right]
          | \t       ^^^^^

      a b.yaml: error[file-missing]: gone

      2 manifests: 2 errors, 1 warning

      """
    #expect(TextRenderer().render(Self.report) == expected)
  }

  @Test func coloursAreOnlyUsedWhenAsked() {
    #expect(!TextRenderer().render(Self.report).contains("\u{1B}"))
    #expect(TextRenderer(colors: true).render(Self.report).contains("\u{1B}[1;31merror[wrong-type]\u{1B}[0m"))
  }

  @Test func longLinesAreCutAroundTheCaret() {
    let line = "key: " + String(repeating: "x", count: 5000) + " # end"
    let place = SourceLocation(file: "m", line: 1, column: 3000)
    let report = DiagnosticReport(files: [
      FileReport(file: "m", text: Array(line.utf8), diagnostics: [Diagnostic(code: .wrongType, "x", at: place)])
    ])
    let lines = TextRenderer().render(report).split(separator: "\n")
    #expect(lines[1].count < 160)
    #expect(lines[1].contains("…"))
    #expect(lines[2].contains("^"))
  }

  /// Text of a manifest must not reach the terminal's control.
  @Test func controlCharactersAreReplaced() {
    let report = DiagnosticReport(files: [
      FileReport(
        file: "m", text: Array("a: \u{1B}[31m".utf8),
        diagnostics: [Diagnostic(code: .wrongType, "x", at: SourceLocation(file: "m", line: 1, column: 4))])
    ])
    #expect(!TextRenderer().render(report).contains("\u{1B}"))
  }

  @Test func jsonHoldsEverything() throws {
    let document = try JSONValue.parse(JSONRenderer().render(Self.report))
    #expect(document["summary"] == ["files": 2, "errors": 2, "warnings": 1])
    let first = document["files"]?.arrayValue?[0]["diagnostics"]?.arrayValue?[0]
    #expect(
      first == [
        "severity": "error", "code": "wrong-type", "message": "`name` is 100%\nwrong", "file": "a b.yaml", "line": 2, "column": 7,
        "path": "streams[0].name", "fix": "use text",
        "notes": [["message": "used here", "file": "a b.yaml", "line": 1, "column": 1], ["message": "nowhere"]],
      ])
    #expect(document["files"]?.arrayValue?[1] == ["file": "clean.yaml", "diagnostics": []])
  }

  @Test func gitHubCommandsAreEscaped() {
    let lines = GitHubRenderer().render(Self.report).split(separator: "\n")
    #expect(
      lines[0]
        == "::error file=a b.yaml,line=2,col=7,title=wrong-type::`name` is 100%25%0Awrong%0Afix: use text%0Anote: a b.yaml:1:1: used here%0Anote: nowhere"
    )
    #expect(lines[1] == "::warning file=a b.yaml,line=3,col=9,title=deprecated::old")
    #expect(lines[2] == "::error file=a b.yaml,title=file-missing::gone")
  }
}
