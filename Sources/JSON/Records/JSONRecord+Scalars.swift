extension JSONRecord {
  /// The value at a path of keys when it is without parts and plainly written.
  ///
  /// - Returns: nil when it is missing or anything else. A text is valid as long as the record is held and not changed.
  @inline(__always)
  package func scalar(at path: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>) -> JSONScalar? {
    switch content {
    case .view(let view): Self.scalar(at: path, in: view, nil)
    case .edited(let overlay): Self.scalar(at: path, in: overlay.view, overlay)
    case .object, .taken: nil
    }
  }

  private static func scalar(
    at path: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>, in view: JSONView, _ overlay: RecordOverlay?
  ) -> JSONScalar? {
    let tape = view.tape
    var place = view.index
    for step in 0..<path.count {
      guard tape.tokens[place].isKind(.object), let key = tape.member(utf8: path[step], of: place) else { return nil }
      if step == 0, let overlay, overlay.edit(at: key) != nil { return nil }
      place = key &+ 1
    }
    return JSONScalar(tape.tokens[place], of: tape)
  }
}
