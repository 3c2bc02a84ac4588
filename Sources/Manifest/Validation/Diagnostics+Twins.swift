internal import Document

extension [Diagnostic] {
  private struct Identity: Hashable {
    let code: DiagnosticCode
    let message: String
    let location: SourceLocation?
    /// Values that no text holds are told apart by their place in the manifest.
    let path: NodePath?
  }

  /// The same without repetitions: a shared definition's problem stands once, at the first place that uses it, and says how many
  /// more there are.
  func deduplicated() -> [Diagnostic] {
    var places: [Identity: Int] = [:]
    var result: [Diagnostic] = []
    var twins: [Int] = []
    for diagnostic in self {
      let identity = Identity(
        code: diagnostic.code, message: diagnostic.message, location: diagnostic.location,
        path: diagnostic.location == nil ? diagnostic.path : nil)
      if let place = places[identity] {
        if diagnostic.path != result[place].path { twins[place] += 1 }
        continue
      }
      places[identity] = result.count
      result.append(diagnostic)
      twins.append(0)
    }
    for (place, count) in twins.enumerated() where count > 0 {
      result[place].notes.append(Diagnostic.Note("the same text is used in \(count) more place\(count == 1 ? "" : "s")"))
    }
    return result
  }
}
