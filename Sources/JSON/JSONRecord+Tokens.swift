extension JSONRecord {
  /// Gives the token of a field at a path of keys (their bytes as they stand in a text without escapes).
  ///
  /// Counts no references: the tape is only valid during the call.
  /// - Returns: nil when the field is missing, edited or a value in memory, and what `body` returns.
  @inline(__always)
  package func withToken<Result>(at path: [[UInt8]], _ body: (JSONTape, JSONToken) -> Result?) -> Result? {
    switch content {
    case .view(let view): Self.token(at: path, below: view, overlay: nil).flatMap { body(view.tape, $0) }
    case .edited(let view, let overlay): Self.token(at: path, below: view, overlay: overlay).flatMap { body(view.tape, $0) }
    case .object: nil
    }
  }

  private static func token(at path: [[UInt8]], below view: JSONView, overlay: RecordOverlay?) -> JSONToken? {
    let tape = view.tape
    var place = view.index
    for step in path.indices {
      guard tape.tokens[place].isKind(.object), let key = path[step].withUnsafeBufferPointer({ tape.member(utf8: $0, of: place) }) else {
        return nil
      }
      if step == 0, let overlay, overlay.edit(at: key) != nil { return nil }
      place = key &+ 1
    }
    return tape.tokens[place]
  }
}
