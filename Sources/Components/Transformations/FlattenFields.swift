internal import ConnectorKit
internal import JSON

/// Puts the values of nested objects, and of lists, into fields of the record itself.
struct FlattenFields: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "FlattenFields", "Puts the values of nested objects and lists into fields of the record itself.", since: "6.12",
    fields: Field<Bool>.bool("flatten_lists", doc: "Whether the elements of lists become fields too.").default(true, shown: true),
    examples: [
      """
      type: FlattenFields
      flatten_lists: false
      """
    ],
    make: FlattenFields.init)

  let flattensLists: Bool

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    for place in records.indices { records[place].replace(with: flattened(records[place])) }
  }

  /// Visits the last value first. A name that is taken carries its parents' names before it; once a list was met, all do.
  private func flattened(_ record: JSONRecord) -> JSONObject {
    var result = JSONObject()
    var withParents = false
    var stack = record.fields.map { (name: $0.key, field: $0.field) }
    while let (name, field) = stack.popLast() {
      switch field.kind {
      case .object:
        for (key, inner) in field.members {
          stack.append((withParents || result.position(of: key) != nil ? "\(name).\(key)" : key, inner))
        }
      case .array where flattensLists:
        for (place, element) in field.elements.enumerated() {
          withParents = true
          stack.append(("\(name).\(place)", element))
        }
      default: result[name] = field.value
      }
    }
    return result
  }
}

extension JSONRecord.Field {
  /// The members of an object, none of them decoded.
  fileprivate var members: [(key: String, field: JSONRecord.Field)] {
    switch self {
    case .view(let view): JSONRecord(view: view)?.fields ?? []
    case .value(.object(let object)): object.map { ($0.key, .value($0.value)) }
    case .value: []
    }
  }

  /// The elements of a list, none of them decoded.
  fileprivate var elements: [JSONRecord.Field] {
    switch self {
    case .view(let view): view.elements.map { .view($0) }
    case .value(.array(let elements)): elements.map { .value($0) }
    case .value: []
    }
  }
}
