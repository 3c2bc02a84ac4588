import ConnectorKit

/// Puts into each element of one list the element of another list that it refers to.
struct JoinedArrays: RecordExtractor {
  static let spec = ComponentSpec<any RecordExtractor>(
    "JoinedArrays", "Finds the records in one list of the page and puts what they refer to in another list into them.",
    fields: Field<String>.string("records", doc: "The list of the records."),
    Field<String>.string("reference", doc: "The field of a record that names an element of the other list."),
    Field<String>.string("others", doc: "The other list."),
    Field<String>.string("key", doc: "The field that names the elements of the other list.").default("id", shown: "id"),
    Field<String>.string("into", doc: "The field that takes the element."),
    make: JoinedArrays.init)

  let records: String
  let reference: String
  let others: String
  let key: String
  let into: String

  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    guard let records = body[records] else { return }
    var known: [JSONValue: JSONView] = [:]
    for other in body[others].map({ Array($0.elements) }) ?? [] {
      if let name = other[key]?.value { known[name] = other }
    }
    for element in records.elements {
      guard var record = JSONRecord(view: element) else { continue }
      // The element is laid into the record as it stands in the page; neither is decoded for it.
      if let name = record[reference], let other = known[name] { record.set(.view(other), for: into) }
      found.append(record)
    }
  }
}
