extension JSONWriter {
  /// Writes records without their top-level nulls, each between the same bytes.
  ///
  /// Nearly all bytes of a run pass here: what stands on a tape is copied by plain pointers, without counting references.
  public mutating func write(_ records: JSONRecords, between prefix: [UInt8], and suffix: [UInt8]) {
    switch records.content {
    case .list(let list):
      let tape = list.tape
      let end = list.token.next
      var at = list.index &+ 1
      while at < end {
        write(between: prefix, and: suffix) {
          guard tape.isVerbatim, ObjectOnTape(tape, at).writeWithoutNulls(to: &$0.buffer) else {
            return $0.write(JSONRecord(untouched: JSONView(tape: tape, index: at)), omittingNulls: true)
          }
        }
        at = tape.tokens[at].next
      }
    case .array(let records):
      records.withUnsafeBufferPointer { records in
        for place in records.indices {
          write(between: prefix, and: suffix) {
            guard records[place].onTape?.writeWithoutNulls(to: &$0.buffer) == true else {
              return $0.write(records[place], omittingNulls: true)
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private mutating func write(between prefix: [UInt8], and suffix: [UInt8], _ record: (inout JSONWriter) -> Void) {
    prefix.withUnsafeBytes { buffer.append($0) }
    record(&self)
    suffix.withUnsafeBytes { buffer.append($0) }
  }
}
