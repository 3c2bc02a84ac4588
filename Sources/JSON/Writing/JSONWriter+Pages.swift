extension JSONWriter {
  /// Writes records without their top-level nulls, each between the same bytes.
  public mutating func write(_ records: JSONRecords, between prefix: [UInt8], and suffix: [UInt8]) {
    write(records, between: prefix, and: suffix, pieces: .max) { _ in }
  }

  /// Writes records without their top-level nulls, each between the same bytes, and gives away what is more than is to be held at once.
  /// The last piece stays in the writer.
  ///
  /// Nearly all bytes of a run pass here: what stands on a tape is copied by plain pointers, without counting references, and what
  /// stands between two records in one piece.
  ///
  /// - Parameters:
  ///   - pieces: from how many bytes on a piece is given away.
  ///   - take: takes a piece, which ends with a whole record.
  public mutating func write<Failure: Error>(
    _ records: JSONRecords, between prefix: [UInt8], and suffix: [UInt8], pieces: Int,
    to take: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    guard !records.isEmpty else { return }
    buffer.append(prefix)
    try (suffix + prefix).withUnsafeBufferPointer { (seam) throws(Failure) in
      let seam = Boundary(bytes: UnsafeRawBufferPointer(seam), prefix: prefix.count, pieces: pieces)
      switch records.content {
      case .list(let list): try write(list, seam, take)
      case .array(let records): try write(records, seam, take)
      }
    }
    buffer.append(suffix)
  }

  /// What stands between two records.
  private struct Boundary {
    let bytes: UnsafeRawBufferPointer
    /// How many of the bytes, the last ones, belong to the next record.
    let prefix: Int
    let pieces: Int
  }

  @inline(__always)
  private mutating func write<Failure: Error>(
    _ seam: Boundary, _ take: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    buffer.append(seam.bytes)
    if buffer.count >= seam.pieces {
      try buffer.withBytes { (bytes) throws(Failure) in try take(UnsafeRawBufferPointer(rebasing: bytes.dropLast(seam.prefix))) }
      buffer.removeAll()
      buffer.append(UnsafeRawBufferPointer(rebasing: seam.bytes.suffix(seam.prefix)))
    }
  }

  private mutating func write<Failure: Error>(
    _ list: JSONView, _ seam: Boundary, _ take: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let tape = list.tape
    let isVerbatim = tape.isVerbatim
    let first = list.index &+ 1
    let end = list.token.next
    var at = first
    while at < end {
      if at > first { try write(seam, take) }
      if !isVerbatim || !ObjectOnTape(tape, at).writeWithoutNulls(to: &buffer) {
        write(JSONRecord(untouched: JSONView(tape: tape, index: at)), omittingNulls: true)
      }
      at = tape.tokens[at].next
    }
  }

  private mutating func write<Failure: Error>(
    _ records: [JSONRecord], _ seam: Boundary, _ take: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    try records.withUnsafeBufferPointer { (records) throws(Failure) in
      for place in records.indices {
        if place > 0 { try write(seam, take) }
        if records[place].onTape?.writeWithoutNulls(to: &buffer) != true { write(records[place], omittingNulls: true) }
      }
    }
  }
}
