internal import Document

/// Paginators whose token or page size does not reach the API.
enum PaginatorRule: LintRule {
  /// Names under which APIs take the size of a page.
  private static let sizeNames: Set<String> = [
    "limit", "per_page", "perpage", "page_size", "pagesize", "page[size]", "page[limit]", "$top", "$limit", "maxresults", "max_results",
    "pagelimit", "page_limit",
  ]

  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for number in manifest.numbers(["DefaultPaginator"]) {
      let paginator = manifest.components[number]
      guard let retriever = paginator.parent, manifest.components[retriever].type == "SimpleRetriever",
        let requester = manifest.child("requester", of: retriever).map({ manifest.components[$0] }), requester.type == "HttpRequester",
        let strategy = manifest.child("pagination_strategy", of: number).map({ manifest.components[$0] }),
        strategy.type != "CustomPaginationStrategy"
      else { continue }
      if isMissing(paginator["page_token_option"]), !mentions("next_page_token", Node(.mapping(requester.mapping))) {
        report.add(
          .pageTokenNotSent, "the page token is never sent, so every request returns the first page", at: paginator.location,
          path: paginator.path, fix: "add a `page_token_option`")
      }
      checkSize(paginator, strategy, requester, &report)
    }
  }

  private static func checkSize(
    _ paginator: LintedComponent, _ strategy: LintedComponent, _ requester: LintedComponent, _ report: inout LintReport
  ) {
    guard let written = strategy["page_size"], let size = number(written), isMissing(paginator["page_size_option"]) else { return }
    let fields = ["request_parameters", "request_body_json", "request_body_data", "request_body", "request_headers"]
    for entry in fields.compactMap({ requester[$0] }).flatMap(members) {
      guard let name = entry.key.string?.lowercased(), sizeNames.contains(name), let sent = number(entry.value), sent != size else {
        continue
      }
      return report.add(
        .pageSizeMismatch, "`page_size` is \(size), but the request asks for \(sent) with `\(entry.key.keyText)`", at: written.location,
        path: strategy.path("page_size"), notes: [Diagnostic.Note("the request's size", at: entry.value.location)])
    }
    guard strategy.type != "CursorPagination", !mentions(String(size), Node(.mapping(requester.mapping))),
      !mentionsSize(Node(.mapping(requester.mapping)))
    else { return }
    report.add(
      .pageSizeNotSent, "pagination stops at a page with fewer than \(size) records, but `page_size` is never sent",
      at: written.location, path: strategy.path("page_size"), fix: "add a `page_size_option`, unless the API's own pages have that size")
  }

  private static func isMissing(_ node: Node?) -> Bool { node?.isNull ?? true }

  private static func number(_ node: Node) -> Int? { node.integer ?? node.string.flatMap { Int($0) } }

  /// The members of a mapping and of the mappings in it.
  private static func members(_ node: Node) -> [Node.Mapping.Entry] {
    node.mapping?.entries.flatMap { [$0] + members($0.value) } ?? []
  }

  /// Whether a text or number below a value contains a text.
  private static func mentions(_ text: String, _ node: Node) -> Bool {
    switch node.value {
    case .string(let value): contains(value, text)
    case .integer(let value): String(value) == text
    case .sequence(let elements): elements.contains { mentions(text, $0) }
    case .mapping(let mapping): mapping.entries.contains { contains($0.key.keyText, text) || mentions(text, $0.value) }
    default: false
    }
  }

  /// Whether a parameter has one of the names for sizes, whatever its value is.
  private static func mentionsSize(_ node: Node) -> Bool {
    members(node).contains { sizeNames.contains($0.key.keyText.lowercased()) }
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let (bytes, needle) = (Array(text.utf8), Array(part.utf8))
    guard !needle.isEmpty, bytes.count >= needle.count else { return false }
    return (0...(bytes.count - needle.count)).contains { bytes[$0..<($0 + needle.count)].elementsEqual(needle) }
  }
}
