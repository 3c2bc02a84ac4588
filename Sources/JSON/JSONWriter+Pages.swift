extension JSONWriter {
  /// Writes records without their top-level nulls, each between the same bytes.
  ///
  /// Nearly all bytes of a run pass here: what stands on a tape is copied by plain pointers, without counting references, and what
  /// stands between two records in one piece.
  public mutating func write(_ records: JSONRecords, between prefix: [UInt8], and suffix: [UInt8]) {
    guard !records.isEmpty else { return }
    buffer.append(prefix)
    (suffix + prefix).withUnsafeBytes { seam in
      switch records.content {
      case .list(let list): write(list, seam)
      case .array(let records): write(records, seam)
      }
    }
    buffer.append(suffix)
  }

  private mutating func write(_ list: JSONView, _ seam: UnsafeRawBufferPointer) {
    let tape = list.tape
    let isVerbatim = tape.isVerbatim
    let first = list.index &+ 1
    let end = list.token.next
    var at = first
    while at < end {
      if at > first { buffer.append(seam) }
      if !isVerbatim || !ObjectOnTape(tape, at).writeWithoutNulls(to: &buffer) {
        write(JSONRecord(untouched: JSONView(tape: tape, index: at)), omittingNulls: true)
      }
      at = tape.tokens[at].next
    }
  }

  private mutating func write(_ records: [JSONRecord], _ seam: UnsafeRawBufferPointer) {
    records.withUnsafeBufferPointer { records in
      for place in records.indices {
        if place > 0 { buffer.append(seam) }
        if records[place].onTape?.writeWithoutNulls(to: &buffer) != true { write(records[place], omittingNulls: true) }
      }
    }
  }
}
