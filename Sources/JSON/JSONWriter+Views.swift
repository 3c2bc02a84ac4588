extension JSONWriter {
  /// Writes a value of a tape without white space, its tokens as they stand in the text; `NaN` and the like become `null`.
  ///
  /// Equal keys in one object are written as they stand; readers take the last.
  public mutating func write(_ view: JSONView) {
    write(token: view.index, of: view.tape)
  }

  /// Writes a record as an object.
  ///
  /// - Parameter omittingNulls: whether fields of the record itself (not of objects within) that are null are left out.
  public mutating func write(_ record: JSONRecord, omittingNulls: Bool = true) {
    switch record.content {
    case .object(let object):
      write(object, omittingNulls: omittingNulls)
    case .view(let view):
      if view.hasUniqueKeys {
        write(view, edits: nil, omittingNulls: omittingNulls)
      } else {
        write(record.object, omittingNulls: omittingNulls)
      }
    case .edited(let view, let overlay):
      write(view, edits: overlay, omittingNulls: omittingNulls)
    }
  }

  /// Writes a field of a record.
  public mutating func write(_ field: JSONRecord.Field) {
    switch field {
    case .view(let view): write(view)
    case .value(let value): write(value)
    }
  }

  @inline(__always)
  private mutating func write(token place: Int, of tape: JSONTape) {
    let token = tape.tokens[place]
    if tape.isVerbatim {
      buffer.append(tape.bytes + token.offset, token.length)
    } else {
      writeCompact(token, place, tape)
    }
  }

  /// Writes keys, strings, numbers and words as they stand and drops the white space between them.
  private mutating func writeCompact(_ root: JSONToken, _ place: Int, _ tape: JSONTape) {
    buffer.reserve(root.length)
    var from = root.offset
    for at in place..<root.next {
      let token = tape.tokens[at]
      if token.isKind(.object) || token.isKind(.array) { continue }
      writePunctuation(tape.bytes, from, token.offset)
      if token.isKind(.nonFinite) { writeNull() } else { buffer.append(tape.bytes + token.offset, token.length) }
      from = token.end
    }
    writePunctuation(tape.bytes, from, root.end)
  }

  @inline(__always)
  private mutating func writePunctuation(_ bytes: UnsafePointer<UInt8>, _ from: Int, _ end: Int) {
    var at = from
    while at < end {
      if bytes[at] > 0x20 { buffer.append(bytes[at]) }
      at &+= 1
    }
  }

  /// Writes an object field by field; adjacent untouched fields of a minified text are copied in one run.
  private mutating func write(_ view: JSONView, edits overlay: RecordOverlay?, omittingNulls: Bool) {
    let tape = view.tape
    let end = view.token.next
    let opening = buffer.count
    let edits = overlay?.edits ?? []
    var run: Range<Int>?
    var at = view.index &+ 1
    while at < end {
      let key = tape.tokens[at]
      let value = tape.tokens[at &+ 1]
      if let edit = RecordOverlay.edit(at: at, in: edits) {
        flush(&run, tape, opening)
        write(edits[edit], key: key, of: tape, opening, omittingNulls)
      } else if omittingNulls && value.isKind(.null) {
        flush(&run, tape, opening)
      } else if tape.isVerbatim {
        run = (run?.lowerBound ?? key.offset)..<value.end
      } else {
        write(token: key, of: tape, opening)
        write(token: at &+ 1, of: tape)
      }
      at = value.next
    }
    flush(&run, tape, opening)
    if let overlay {
      for addition in overlay.additions where !(omittingNulls && addition.field.isNull) {
        separate(opening)
        write(key: addition.key)
        write(addition.field)
      }
    }
    buffer.append(buffer.count == opening ? UInt8(ascii: "{") : UInt8(ascii: "}"))
    if buffer.count == opening &+ 1 { buffer.append(UInt8(ascii: "}")) }
  }

  /// Writes an edited field under its key as it stands in the text.
  private mutating func write(
    _ edit: RecordOverlay.Edit, key: JSONToken, of tape: JSONTape, _ opening: Int, _ omittingNulls: Bool
  ) {
    switch edit.change {
    case .removed: return
    case .replaced(let field):
      if omittingNulls && field.isNull { return }
      write(token: key, of: tape, opening)
      write(field)
    case .trimmed(let hidden):
      write(token: key, of: tape, opening)
      write(token: edit.place &+ 1, of: tape, without: hidden)
    }
  }

  /// Writes a key and its colon.
  private mutating func write(token key: JSONToken, of tape: JSONTape, _ opening: Int) {
    separate(opening)
    buffer.append(tape.bytes + key.offset, key.length)
    buffer.append(UInt8(ascii: ":"))
  }

  /// Writes the bracket before the first member of an object, and the comma before the others.
  @inline(__always)
  private mutating func separate(_ opening: Int) {
    buffer.append(buffer.count == opening ? UInt8(ascii: "{") : UInt8(ascii: ","))
  }

  @inline(__always)
  private mutating func flush(_ run: inout Range<Int>?, _ tape: JSONTape, _ opening: Int) {
    guard let bytes = run else { return }
    separate(opening)
    buffer.append(tape.bytes + bytes.lowerBound, bytes.count)
    run = nil
  }
}
