internal import ConnectorKit
internal import Document
internal import Manifest
internal import YAML

extension ManifestLanguage {
  /// The language of manifests, as the loader reads it.
  static let manifest = ManifestLanguage(
    finishStreams: { declarations, outerParametersWin in
      let streams = try declarations.map { node in
        Modernizer.modernize(try ParameterPropagation.propagate(node, outerWins: outerParametersWin)).node
      }
      return ParentCaching.mark(streams: streams)
    },
    parseYAML: { text in
      // What is no YAML, such as a date format that starts with %, stays the text that it is.
      try? YAMLReader.read(text, file: "a template's value", dialect: .strict).root
    })
}
