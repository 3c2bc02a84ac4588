internal import Document

/// Streams that are their own parents.
enum ParentStreamRule: LintRule {
  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for number in manifest.numbers(["DeclarativeStream"]) {
      let stream = manifest.components[number]
      guard let node = stream["name"], let name = node.string, !TemplateSummaries.mayBeTemplate(name),
        let config = stream.parent, manifest.components[config].type == "ParentStreamConfig"
      else { continue }
      var child = manifest.enclosing(config, ["DeclarativeStream"])
      while let current = child {
        let outer = manifest.components[current]
        if outer["name"]?.string == name, isSame(outer, stream) {
          report.add(
            .parentCycle, "the stream `\(name)` is its own parent", at: node.location, path: stream.path("name"),
            notes: [Diagnostic.Note("the stream that needs it", at: outer.location)])
          break
        }
        child = manifest.enclosing(current, ["DeclarativeStream"])
      }
    }
  }

  /// Streams of one name that ask the same address are the same; others only share the name.
  private static func isSame(_ left: LintedComponent, _ right: LintedComponent) -> Bool {
    func address(_ stream: LintedComponent) -> String? {
      guard let requester = stream["retriever"]?["requester"] else { return nil }
      return ["url", "url_base", "path"].compactMap { requester[$0]?.string }.joined(separator: " ")
    }
    return address(left) == address(right)
  }
}
