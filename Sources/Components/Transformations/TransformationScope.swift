internal import ConnectorKit
internal import JSON
internal import Templates

extension TemplateScope {
  /// Where records are transformed: the slice is declared, the next page's token is not.
  init(transforming scope: RecordScope) {
    self.init(config: scope.run.config)
    set(slice: scope.slice)
  }
}

extension RecordScope {
  /// What a template gives; its failure becomes that of the stream.
  ///
  /// - Parameters:
  ///   - template: the template's text.
  ///   - component: the type of the component it belongs to.
  @inline(__always)
  func evaluating<Value>(
    _ template: String, of component: String, _ body: () throws(TemplateError) -> Value
  ) throws(SyncError) -> Value {
    do throws(TemplateError) {
      return try body()
    } catch {
      throw failure(of: template, of: component, error)
    }
  }

  private func failure(of template: String, of component: String, _ error: TemplateError) -> SyncError {
    guard error.origin == nil else { return SyncError(wrapping: error, streamName: streamName) }
    return SyncError(
      error.kind == .configuration ? .config : .system,
      "Stream \(streamName): the template `\(template)` of \(component) failed: \(error.message)", streamName: streamName)
  }
}
