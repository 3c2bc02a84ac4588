internal import Document

/// Names of streams that two streams have, or none.
enum StreamNameRule: LintRule {
  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    var first: [String: SourceLocation?] = [:]
    let written = manifest.root["streams"]?.sequence ?? []
    // A stream that could not be read is told of elsewhere, and nobody knows its name.
    var isComplete = manifest.all("DynamicDeclarativeStream").isEmpty && !written.isEmpty && written.allSatisfy { $0.mapping != nil }
    for number in manifest.streams {
      let stream = manifest.components[number]
      guard let node = stream["name"], let name = node.string, !TemplateSummaries.mayBeTemplate(name) else {
        isComplete = false
        continue
      }
      // Of conditional streams only some exist, so they may share names.
      let isConditional = manifest.enclosing(number, ["ConditionalStreams"]) != nil
      if let other = first[name], !isConditional {
        report.add(
          .duplicateStreamName, "duplicate stream `\(name)`", at: node.location, path: stream.path("name"),
          notes: other.flatMap { $0 == node.location ? nil : [Diagnostic.Note("the first one", at: $0)] } ?? [])
      }
      if first[name] == nil { first[name] = .some(node.location) }
    }
    if isComplete { checkCheck(manifest, Set(first.keys), &report) }
    checkDynamic(manifest, &report)
  }

  private static func checkCheck(_ manifest: LintedManifest, _ names: Set<String>, _ report: inout LintReport) {
    for check in manifest.all("CheckStream") {
      for (place, node) in (check["stream_names"]?.sequence ?? []).enumerated() {
        guard let name = node.string, !names.contains(name), !TemplateSummaries.mayBeTemplate(name) else { continue }
        report.add(
          .unknownCheckStream, "unknown stream `\(name)`", at: node.location, path: check.path("stream_names", place),
          fix: NearMiss.nearest(to: name, among: names.sorted()).map { "did you mean `\($0)`?" })
      }
    }
  }

  private static func checkDynamic(_ manifest: LintedManifest, _ report: inout LintReport) {
    let dynamic = manifest.all("DynamicDeclarativeStream")
    let names = Set(dynamic.compactMap { $0["name"]?.string })
    for config in manifest.all("DynamicStreamCheckConfig") {
      guard let node = config["dynamic_stream_name"], let name = node.string, !names.contains(name),
        !TemplateSummaries.mayBeTemplate(name)
      else { continue }
      report.add(
        .unknownCheckStream, "unknown dynamic stream `\(name)`", at: node.location,
        path: config.path("dynamic_stream_name"),
        fix: NearMiss.nearest(to: name, among: names.sorted()).map { "did you mean `\($0)`?" })
    }
  }
}
