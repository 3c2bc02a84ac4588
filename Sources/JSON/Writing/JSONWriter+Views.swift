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
  public mutating func write(_ record: borrowing JSONRecord, omittingNulls: Bool = true) {
    switch record.content {
    case .object(let object):
      write(object, omittingNulls: omittingNulls)
    case .view(let view):
      if view.hasUniqueKeys {
        write(members: view, UnsafeBufferPointer(start: nil, count: 0), nil, omittingNulls)
      } else {
        write(record.object, omittingNulls: omittingNulls)
      }
    case .edited(let overlay):
      overlay.edits.withUnsafeBufferPointer { write(members: overlay.view, $0, overlay, omittingNulls) }
    case .taken: break
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
  private mutating func write(
    members view: JSONView, _ edits: UnsafeBufferPointer<RecordOverlay.Edit>, _ overlay: RecordOverlay?, _ omittingNulls: Bool
  ) {
    let tape = view.tape
    let end = view.token.next
    let opening = buffer.count
    var run: Range<Int>?
    var at = view.index &+ 1
    while at < end {
      let key = tape.tokens[at]
      let value = tape.tokens[at &+ 1]
      if let overlay, let edit = RecordOverlay.edit(at: at, in: edits) {
        flush(&run, tape, opening)
        write(edits[edit], of: overlay, key: key, opening, omittingNulls)
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
      for edit in edits where edit.isAddition { write(edit, of: overlay, key: nil, opening, omittingNulls) }
    }
    buffer.append(buffer.count == opening ? UInt8(ascii: "{") : UInt8(ascii: "}"))
    if buffer.count == opening &+ 1 { buffer.append(UInt8(ascii: "}")) }
  }

  /// Writes an edited field under its key, which is a token or, of an added field, kept in the overlay.
  private mutating func write(
    _ edit: RecordOverlay.Edit, of overlay: RecordOverlay, key: JSONToken?, _ opening: Int, _ omittingNulls: Bool
  ) {
    let field = overlay.setField(edit)
    if edit.change == .removed || omittingNulls && (edit.change == .null || field?.isNull == true) { return }
    let tape = overlay.view.tape
    if let key {
      write(token: key, of: tape, opening)
    } else {
      separate(opening)
      write(utf8: overlay.bytes(edit.key))
      buffer.append(UInt8(ascii: ":"))
    }
    switch edit.change {
    case .removed: return
    case .null: writeNull()
    case .yes: write(true)
    case .no: write(false)
    case .integer: write(Int(bitPattern: UInt(edit.content)))
    case .double: write(Double(bitPattern: edit.content))
    case .text: write(utf8: overlay.bytes(RecordOverlay.Extent(bits: edit.content)))
    case .field: if let field { write(field) }
    case .trimmed: write(token: Int(edit.place) &+ 1, of: tape, without: Int(edit.content))
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
