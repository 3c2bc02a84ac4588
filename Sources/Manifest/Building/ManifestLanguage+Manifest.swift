package import ConnectorKit
internal import Document
internal import YAML

extension ManifestLanguage {
  /// The language of manifests, as the loader reads it.
  package static let manifest = ManifestLanguage(
    finishStreams: ManifestLoader.finish(streams:outerParametersWin:),
    parseYAML: { text in
      // What is no YAML, such as a date format that starts with %, stays the text that it is.
      try? YAMLReader.read(text, file: "a template's value", dialect: .strict).root
    })
}
