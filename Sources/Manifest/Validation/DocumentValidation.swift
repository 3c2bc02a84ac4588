package import ConnectorKit
package import Document

/// Checks documents other than manifests, with the messages of manifests.
package enum DocumentValidation {
  /// All problems of a document in the order of its text, each once; none when it is sound.
  ///
  /// - Parameter name: what messages call the document as a whole.
  package static func problems(in document: Node, of type: FieldType, name: String) -> [Diagnostic] {
    var walk = ValidationWalk(documentName: name)
    walk.check(document, type)
    return walk.problems.deduplicated()
  }
}
