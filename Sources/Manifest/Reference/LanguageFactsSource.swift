package import ConnectorKit

/// What loading a manifest needs to know of the language before there is a catalogue, as the text of a source file.
package enum LanguageFactsSource {
  package static let path = "Sources/Manifest/Loading/LanguageFacts+Generated.swift"

  /// The file for the built-in components of a catalogue.
  package static func text(_ catalog: Catalog) -> String {
    let specs = catalog.all
    var text = """
      // swift-format-ignore-file
      // Written by `swift run Generate`. Do not edit.

      /// What the declarations of the built-in components say of the manifest language.
      enum LanguageFacts {
        /// The names of the components.
        static let types: Set<String> = [

      """
    for spec in specs { text += "    \"\(spec.type)\",\n" }
    text += "  ]\n\n  /// The types that fields mean when none is written, by component.\n"
    text += "  static let defaultTypes: [String: [String: String]] = [\n"
    text += lines(specs) { field in field.defaultType.map { "\"\(field.name)\": \"\($0)\"" } }
    text += "  ]\n\n  /// The fields that hold mappings or lists of the connector's own and no components, by component.\n"
    text += "  static let dataFields: [String: Set<String>] = [\n"
    text += lines(specs) { field in field.isData ? "\"\(field.name)\"" : nil }
    text +=
      "  ]\n\n  /// What to use instead of components that are kept for old manifests.\n  static let replacements: [String: String] = [\n"
    for spec in specs { text += spec.replacement.map { "    \"\(spec.type)\": \"\($0)\",\n" } ?? "" }
    return text + "  ]\n}\n"
  }

  private static func lines(_ specs: [AnyComponentSpec], _ entry: (FieldInfo) -> String?) -> String {
    specs.map { spec in
      let entries = spec.fields.compactMap(entry)
      return entries.isEmpty ? "" : "    \"\(spec.type)\": [\(entries.joined(separator: ", "))],\n"
    }.joined()
  }
}
