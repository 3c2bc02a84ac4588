extension JSONRecord {
  /// Writes the edited records of a page out and reads them again, so that all of them stand on tapes without edits.
  ///
  /// Records with numbers that JSON does not have stay as they are.
  package static func settle(_ records: inout [JSONRecord]) {
    var writer = JSONWriter()
    var places: [Int] = []
    for place in records.indices where records[place].isModified && records[place].hasFiniteEdits {
      writer.writeRaw(UInt8(ascii: places.isEmpty ? "[" : ","))
      writer.write(records[place], omittingNulls: false)
      places.append(place)
    }
    put(writer, in: &records, at: places)
  }

  /// Replaces records by the elements of a list whose closing bracket is missing.
  package static func put(_ list: consuming JSONWriter, in records: inout [JSONRecord], at places: [Int]) {
    guard !places.isEmpty else { return }
    list.writeRaw(UInt8(ascii: "]"))
    // What was written is JSON, and what came from a tape was not nested too deeply there.
    guard let tape = try? JSONTape(list.finish(), options: JSONOptions(maximumDepth: 1 << 16, allowsNonFinite: true)) else { return }
    for (place, element) in zip(places, tape.root.elements) {
      if let record = JSONRecord(view: element) { records[place] = record }
    }
  }

  private var hasFiniteEdits: Bool {
    switch content {
    case .view: true
    case .object(let object): object.values.allSatisfy(\.isFinite)
    case .edited(let overlay):
      overlay.edits.allSatisfy { $0.change == .double || $0.change == .field ? overlay.field($0)?.isFinite ?? true : true }
    case .taken: true
    }
  }
}

extension JSONRecord.Field {
  fileprivate var isFinite: Bool { if case .value(let value) = self { value.isFinite } else { true } }
}

extension JSONValue {
  /// Whether all numbers in the value are ones that JSON has.
  fileprivate var isFinite: Bool {
    switch self {
    case .null, .bool, .integer, .bigInteger, .string: true
    case .double(let number): number.isFinite
    case .array(let elements): elements.allSatisfy(\.isFinite)
    case .object(let object): object.values.allSatisfy(\.isFinite)
    }
  }
}
