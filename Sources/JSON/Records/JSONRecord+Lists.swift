extension JSONRecord {
  /// Appends the objects in a list on a tape to records.
  ///
  /// - Parameter misfit: called with each element that is no object, and the number of records then.
  package static func append(
    elementsOf list: JSONView, to records: inout [JSONRecord], otherwise misfit: (JSONView, Int) -> Void
  ) {
    let tape = list.tape
    let end = list.isArray ? list.token.next : 0
    var at = list.index &+ 1
    while at < end {
      let token = tape.tokens[at]
      let view = JSONView(tape: tape, index: at)
      if token.isKind(.object) { records.append(JSONRecord(untouched: view)) } else { misfit(view, records.count) }
      at = token.next
    }
  }

  /// A record of each view; nil when one is empty or no object.
  package static func records(ofObjects views: [JSONView]) -> [JSONRecord]? {
    let areObjects = views.withUnsafeBufferPointer { views in
      views.indices.allSatisfy { place in
        let token = views[place].token
        return token.isKind(.object) && token.next > views[place].index &+ 1
      }
    }
    return areObjects ? views.map { JSONRecord(untouched: $0) } : nil
  }
}
