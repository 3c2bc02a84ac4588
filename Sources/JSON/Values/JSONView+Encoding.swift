extension JSONView {
  /// A value in memory as a view, for components that make bodies of what is no JSON.
  ///
  /// - Throws: ``JSONError`` when the value is nested too deeply.
  public init(encoding value: JSONValue) throws(JSONError) {
    self = try JSONTape(JSONText.compact(value), options: .python).root
  }
}
