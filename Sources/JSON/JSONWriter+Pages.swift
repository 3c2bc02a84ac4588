extension JSONWriter {
  /// Writes records without their top-level nulls, each between the same bytes.
  ///
  /// Nearly all bytes of a run pass here: records that stand on a tape are copied by plain pointers, without counting references.
  public mutating func write(_ records: [JSONRecord], between prefix: [UInt8], and suffix: [UInt8]) {
    // Valid as long as the records, which hold its tape.
    var model: ObjectOnTape?
    records.withUnsafeBufferPointer { records in
      for place in records.indices {
        prefix.withUnsafeBytes { buffer.append($0) }
        if records[place].onTape?.writeWithoutNulls(to: &buffer, like: &model) != true { write(records[place], omittingNulls: true) }
        suffix.withUnsafeBytes { buffer.append($0) }
      }
    }
  }
}
