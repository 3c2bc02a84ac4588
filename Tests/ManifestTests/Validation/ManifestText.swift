import Components
import ConnectorKit
import Document
import Foundation
import Testing
import Manifest

/// A small sound manifest, line by line, in which a test breaks one thing.
enum ManifestText {
  static let sound = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    streams:
      - type: DeclarativeStream
        name: items
        primary_key: id
        retriever:
          type: SimpleRetriever
          requester:
            type: HttpRequester
            url: https://example.com/items
            http_method: GET
          record_selector:
            type: RecordSelector
            extractor: {type: DpathExtractor, field_path: [data]}
    spec:
      type: Spec
      connection_specification: {type: object, properties: {}}
    """

  static func problems(_ text: String) throws -> [Diagnostic] {
    let loaded = try ManifestLoader.load(text: text, file: "m.yaml")
    return ManifestValidator(catalog: .standard).problems(in: loaded.resolved)
  }

  /// The problems after one passage is replaced.
  static func problems(replacing old: String, by new: String) throws -> [Diagnostic] {
    let range = try #require(sound.range(of: old), "the manifest has no `\(old)`")
    return try problems(sound.replacingCharacters(in: range, with: new))
  }
}
