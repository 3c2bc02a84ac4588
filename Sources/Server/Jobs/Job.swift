internal import JSON

/// A sync that somebody has asked for.
package struct Job: Sendable, Equatable {
  package enum Status: String, Sendable {
    case pending, running, succeeded, incomplete, failed, cancelled

    /// Whether nothing more will come of it.
    var isFinal: Bool { self != .pending && self != .running }
  }

  /// What is done with the records that are there: `sync` goes on, `refresh` reads from the start and replaces them.
  package enum Kind: String, Sendable { case sync, refresh }

  package let id: Int
  package let connection: String
  package let kind: Kind
  package var status = Status.pending
  /// Seconds since 1970.
  package let created: Double
  package var started: Double?
  package var updated: Double
  package var records = 0
  package var bytes = 0
  /// What went wrong; nil for nothing.
  package var error: String?

  init(id: Int, connection: String, kind: Kind, created: Double) {
    self.id = id
    self.connection = connection
    self.kind = kind
    self.created = created
    updated = created
  }
}

extension Job {
  /// For the journal.
  var json: JSONObject {
    var json: JSONObject = [
      "id": .integer(id), "connection": .string(connection), "kind": .string(kind.rawValue), "status": .string(status.rawValue),
      "created": .double(created), "updated": .double(updated), "records": .integer(records), "bytes": .integer(bytes),
    ]
    if let started { json["started"] = .double(started) }
    if let error { json["error"] = .string(error) }
    return json
  }

  init?(json: JSONValue) {
    guard let id = json["id"]?.integerValue, let connection = json["connection"]?.stringValue,
      let kind = json["kind"]?.stringValue.flatMap(Kind.init), let status = json["status"]?.stringValue.flatMap(Status.init),
      let created = json["created"]?.doubleValue, let updated = json["updated"]?.doubleValue
    else { return nil }
    self.init(id: id, connection: connection, kind: kind, created: created)
    self.status = status
    self.updated = updated
    started = json["started"]?.doubleValue
    records = json["records"]?.integerValue ?? 0
    bytes = json["bytes"]?.integerValue ?? 0
    error = json["error"]?.stringValue
  }
}
