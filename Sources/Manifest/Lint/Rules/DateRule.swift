internal import Dates
internal import Document

/// Dates of cursors: formats that lose them, texts that are not in their format, ranges that are none.
enum DateRule: LintRule {
  private static let sample = try? DateTime(microsecondsSinceEpoch: 1_710_683_156_789_000)

  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for cursor in manifest.all("DatetimeBasedCursor") {
      if let format = cursor["datetime_format"] { checkFormat(format, cursor.path("datetime_format"), &report) }
      for (place, format) in (cursor["cursor_datetime_formats"]?.sequence ?? []).enumerated() {
        checkFormat(format, cursor.path("cursor_datetime_formats", place), &report)
      }
      let start = date("start_datetime", of: cursor, &report)
      let end = date("end_datetime", of: cursor, &report)
      if let start, let end, end.date < start.date {
        report.add(
          .startAfterEnd, "the range ends at \(end.text), before it starts at \(start.text)", at: end.location, path: end.path,
          notes: [Diagnostic.Note("it starts here", at: start.location)])
      }
    }
    for date in manifest.all("MinMaxDatetime") {
      if let format = date["datetime_format"] { checkFormat(format, date.path("datetime_format"), &report) }
    }
  }

  private static func checkFormat(_ node: Node, _ path: NodePath, _ report: inout LintReport) {
    guard let text = node.string, !text.isEmpty, !TemplateSummaries.mayBeTemplate(text), let sample else { return }
    let format = DatetimeFormat(text)
    let written = format.format(sample)
    do {
      let read = try format.parse(written)
      guard read.year != sample.year || format.format(read) != written else { return }
      report.add(
        .dateFormat, "the format `\(text)` loses information: what it writes is parsed as another date", at: node.location, path: path)
    } catch {
      report.add(
        .dateFormat, "what the format `\(text)` writes, such as `\(written)`, cannot be parsed: \(error.message)",
        at: node.location, path: path)
    }
  }

  private struct FixedDate {
    let text: String
    let date: DateTime
    let location: SourceLocation?
    let path: NodePath
  }

  /// A date that is the same in every run; nil for others.
  private static func date(_ field: String, of cursor: LintedComponent, _ report: inout LintReport) -> FixedDate? {
    guard let written = cursor[field] else { return nil }
    var node = written
    var path = cursor.path(field)
    var format = cursor["datetime_format"]?.string ?? ""
    if let range = written.mapping {
      guard let inner = range["datetime"] else { return nil }
      guard ["min_datetime", "max_datetime"].allSatisfy({ range[$0] == nil }) else { return nil }
      node = inner
      path = path.appending(.field("datetime"))
      if let own = range["datetime_format"]?.string, !own.isEmpty { format = own }
    }
    guard let text = node.string, !text.isEmpty, !TemplateSummaries.mayBeTemplate(text), !TemplateSummaries.mayBeTemplate(format) else {
      return nil
    }
    do {
      return FixedDate(
        text: text, date: try DatetimeFormat(format.isEmpty ? "%Y-%m-%dT%H:%M:%S.%f%z" : format).parse(text), location: node.location,
        path: path)
    } catch {
      report.add(
        .dateValue, "`\(text)` is not in the format `\(format)`", at: node.location, path: path,
        fix: "write the date in this format, or set its `datetime_format`")
      return nil
    }
  }
}
