internal import ConnectorKit
internal import JSON
internal import Templates

/// Puts the names of a record's fields in lower case; those of nested objects stay. Of names that become equal the last field is kept.
struct KeysToLower: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "KeysToLower", "Puts the names of each record's fields in lower case; those of nested objects stay.",
    examples: ["type: KeysToLower"],
    make: { KeysToLower() })

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    for place in records.indices {
      let fields = records[place].fields
      guard fields.contains(where: { !PythonText.lower($0.key).utf8.elementsEqual($0.key.utf8) }) else { continue }
      var lowered = JSONObject()
      lowered.reserveCapacity(fields.count)
      for (key, field) in fields { lowered[PythonText.lower(key)] = field.value }
      records[place].replace(with: lowered)
    }
  }
}
