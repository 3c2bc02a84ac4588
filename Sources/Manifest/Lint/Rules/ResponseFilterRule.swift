internal import Document

/// Response filters that no answer reaches.
enum ResponseFilterRule: LintRule {
  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for number in manifest.numbers(["DefaultErrorHandler"]) {
      var taken: [Int: SourceLocation?] = [:]
      for filter in manifest.children(of: number).map({ manifest.components[$0] }) where filter.type == "HttpResponseFilter" {
        check(filter, &taken, &report)
      }
    }
  }

  private static func check(_ filter: LintedComponent, _ taken: inout [Int: SourceLocation?], _ report: inout LintReport) {
    let written = filter["http_codes"]?.sequence ?? []
    let codes = written.compactMap(\.integer)
    guard codes.count == written.count else { return }
    let hasOther = isSet(filter["predicate"]) || isSet(filter["error_message_contains"])
    func add(_ message: String, _ notes: [Diagnostic.Note] = []) {
      report.add(.filterNeverMatches, message, at: filter.location, path: filter.path, notes: notes)
    }
    if codes.isEmpty {
      if !hasOther { add("the filter has no condition, so it never matches") }
    } else if !hasOther, codes.allSatisfy({ !(100..<600).contains($0) }) {
      add("no response has the status \(codes.map(String.init).joined(separator: " or "))")
    } else if !hasOther, codes.allSatisfy({ taken[$0] != nil }) {
      let notes = codes.prefix(1).compactMap { taken[$0] ?? nil }.map { Diagnostic.Note("this filter takes them", at: $0) }
      add("filters above take all its statuses, so it never matches", notes)
    }
    guard filter["action"] != nil else { return }
    for code in codes where taken[code] == nil { taken[code] = .some(filter.location) }
  }

  private static func isSet(_ node: Node?) -> Bool { node?.isTruthy ?? false }
}
