extension JSONRecords {
  /// The same records, all of them as objects on tapes: those that were changed are written anew.
  package var settled: JSONRecords {
    guard case .array(var records) = content, records.contains(where: \.isModified) else { return self }
    JSONRecord.settle(&records)
    for place in records.indices where records[place].isModified { records[place].rewrite() }
    return JSONRecords(records)
  }

  /// The objects of records that are ``settled``; others are left out.
  package var views: [JSONView] {
    switch content {
    case .list(let list): Array(list.elements)
    case .array(let records): records.compactMap(\.untouchedView)
    }
  }

  /// The bytes of the text of records that are ``settled``.
  package var textByteCount: Int {
    switch content {
    case .list(let list):
      let tokens = list.tape.tokens
      let end = list.token.next
      var sum = 0
      var place = list.index &+ 1
      while place < end {
        sum &+= tokens[place].length
        place = tokens[place].next
      }
      return sum
    case .array(let records): return records.reduce(0) { $0 + ($1.untouchedView?.token.length ?? 0) }
    }
  }

  /// About how many bytes of memory are kept for records that are ``settled``.
  package var footprint: Int {
    switch content {
    case .list(let list): return list.tape.footprint
    case .array(let records):
      var sum = records.count * MemoryLayout<JSONRecord>.size
      var last: JSONTape?
      for case let tape? in records.lazy.map({ $0.untouchedView?.tape }) where tape !== last {
        sum += tape.footprint
        last = tape
      }
      return sum
    }
  }
}

extension JSONRecord {
  /// Writes the record to a tape of its own, with `null` for numbers that JSON does not have.
  fileprivate mutating func rewrite() {
    var writer = JSONWriter(minimumCapacity: 512)
    writer.write(JSONValue.object(object.finite))
    guard let tape = try? JSONTape(writer.finish(), options: JSONOptions(maximumDepth: 1 << 16)) else { return }
    content = .view(tape.root)
  }
}

extension JSONTape {
  fileprivate var footprint: Int { byteCount + tokenCount * MemoryLayout<JSONToken>.size }
}

extension JSONValue {
  fileprivate var finite: JSONValue {
    switch self {
    case .double(let number) where !number.isFinite: .null
    case .array(let elements): .array(elements.map(\.finite))
    case .object(let object): .object(object.finite)
    default: self
    }
  }
}

extension JSONObject {
  fileprivate var finite: JSONObject { JSONObject(map { ($0.key, $0.value.finite) }) }
}
