internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// A path whose segments are templates over the config alone, evaluated once.
///
/// A template that fails spoils the use of the path, not the building of the component: other streams can be read.
struct PathTemplates: Sendable {
  private let sources: [String]
  private let outcome: Result<DataPath, TemplateError>
  /// The keys that the segments name, as texts.
  private let keyTexts: [String]

  init(_ templates: [TemplateText], _ context: BuildContext) {
    sources = templates.map(\.source)
    let scope = TemplateScope(config: context.config)
    do throws(TemplateError) {
      var segments: [PathSegment] = []
      var texts: [String] = []
      for template in templates {
        let value = try template.value(scope)
        segments.append(PathSegment(value))
        texts.append(try value.pythonText())
      }
      outcome = .success(DataPath(segments))
      keyTexts = texts
    } catch {
      outcome = .failure(error)
      keyTexts = []
    }
  }

  /// Whether the path has no segments, so that it is the whole value.
  var isEmpty: Bool { sources.isEmpty }

  /// The path for the reading of a stream.
  ///
  /// - Throws: ``SyncError`` when one of its templates fails.
  func path(_ scope: RecordScope) throws -> DataPath {
    do {
      return try outcome.get()
    } catch {
      guard error.origin == nil else { throw SyncError(wrapping: error, streamName: scope.streamName) }
      throw SyncError(
        .system, "Stream \(scope.streamName): the path \(sources) cannot be evaluated: \(error.message)", streamName: scope.streamName)
    }
  }

  /// The segments as keys of objects and places of lists, for a path that must name a single field.
  ///
  /// - Throws: `Diagnostic` when a template fails or a segment is a pattern.
  func fieldName(_ name: String, at location: SourceLocation?) throws -> [String] {
    do {
      _ = try outcome.get()
    } catch {
      throw Diagnostic(code: .templateFailed, "the path `\(name)` cannot be evaluated: \(error.message)", at: location)
    }
    guard !keyTexts.contains(where: Glob.isPattern) else {
      throw Diagnostic(
        code: .patternInPath, "`\(name)` must name a single field, but \(keyTexts) has a pattern", at: location,
        fix: "write the path without `*`, `?` and `[`")
    }
    return keyTexts
  }
}
