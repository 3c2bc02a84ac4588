package import ConnectorKit
package import JSON
package import Sync

/// Notes values that did not fit their columns: in `_airbyte_meta`, as Airbyte's destinations do but with the value, and once for each field
/// in the log.
package struct MisfitNotes {
  /// What `_airbyte_meta` holds where everything fits.
  package static let nothing = #"{"changes":[]}"#

  private let stream: StreamID
  private let log: any Log
  private var reported: Set<String> = []

  package init(_ stream: StreamID, log: any Log) {
    self.stream = stream
    self.log = log
  }

  /// What `_airbyte_meta` of a record holds.
  package mutating func meta(_ misfits: [(column: TableLayout.Column, value: JSONView)]) -> String {
    guard !misfits.isEmpty else { return Self.nothing }
    let changes = misfits.map { misfit -> JSONValue in
      report(misfit.column, misfit.value)
      return [
        "field": .string(misfit.column.field), "change": "NULLED", "reason": "DESTINATION_TYPECAST_ERROR", "value": misfit.value.value,
      ]
    }
    return JSONText.compact(["changes": .array(changes)])
  }

  private mutating func report(_ column: TableLayout.Column, _ value: JSONView) {
    guard reported.insert(column.field).inserted else { return }
    log.write(
      .warning,
      "Stream `\(stream)`: a value of `\(column.field)` (\(value.kind.name)) does not fit its column of type \(column.type.rawValue). The column "
        + "is NULL there, and `_airbyte_meta` holds the value.")
  }
}
