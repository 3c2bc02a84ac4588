public import ConnectorKit
public import JSON

/// The name of a stream.
public struct StreamID: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  /// The namespace that the catalog puts the stream into; nil for none.
  public let namespace: String?

  public init(_ name: String, namespace: String? = nil) {
    self.name = name
    self.namespace = namespace
  }

  public var description: String { namespace.map { "\($0).\(name)" } ?? name }
}

/// A slice of a stream within one sync.
public struct SliceID: Hashable, Sendable {
  /// Counts the slices of the stream from 0, in the order in which they were found.
  public let number: Int

  public init(_ number: Int) { self.number = number }
}

/// What a connector offers in a stream.
public struct StreamDescription: Sendable {
  public struct Cursor: Sendable {
    public let field: String
    /// Whether a catalog may name another field.
    public let canBeChosen: Bool
    /// Orders values of the field: microseconds since 1970 for dates, the number itself for counts. Nil for values that cannot be read,
    /// and as a whole where nobody knows.
    public var position: (@Sendable (JSONValue) -> Int?)?
    /// How far before the last value a read from the stream's state begins, in the units of ``position``.
    public var overlap = 0

    public init(field: String, canBeChosen: Bool) {
      self.field = field
      self.canBeChosen = canBeChosen
    }
  }

  public let name: String
  /// The JSON schema of its records.
  public let schema: JSONObject
  /// Paths of the fields that identify a record; empty where nothing does.
  public let primaryKey: [[String]]
  /// Nil for a stream that can only be read whole.
  public let cursor: Cursor?
  /// Whether records come with files.
  public let hasFiles: Bool
  /// Whether the stream is read partition by partition, so that a read of all of it can be taken up where it ended.
  public var hasPartitions = false

  public init(name: String, schema: JSONObject, primaryKey: [[String]] = [], cursor: Cursor? = nil, hasFiles: Bool = false) {
    self.name = name
    self.schema = schema
    self.primaryKey = primaryKey
    self.cursor = cursor
    self.hasFiles = hasFiles
  }
}

/// A stream chosen for a sync, and how it is to be read and written.
public struct StreamSelection: Sendable {
  public enum ReadMode: Sendable { case fullRefresh, incremental }
  public enum WriteMode: Sendable { case append, overwrite, appendDedup }

  /// Counts the full refreshes of a stream, by the rules of the Airbyte protocol: records of generations before `minimum` are to be gone
  /// when the stream is complete.
  public struct Generation: Sendable, Equatable {
    public var id: Int
    public var minimum: Int
    public var syncID: Int

    public init(id: Int, minimum: Int, syncID: Int) {
      self.id = id
      self.minimum = minimum
      self.syncID = syncID
    }
  }

  public var id: StreamID
  /// The state that an earlier sync ended with; nil to read everything.
  public var state: JSONObject?
  public var readMode: ReadMode
  /// What the destination does with the records; nil where nobody has said.
  public var writeMode: WriteMode?
  /// The cursor field to go by, where the stream lets it be chosen.
  public var cursorField: String?
  /// The key to tell records apart by; nil for the stream's own.
  public var primaryKey: [[String]]?
  /// The schema that was discovered before; nil where it is not known.
  public var schema: JSONObject?
  public var generation: Generation?
  /// What is read of the stream whatever its state says. The states of such a read tell nothing of the stream as a whole; they are not for
  /// a later sync to go on from.
  public var window: ReadWindow?
  /// Whether a stream without a cursor that has partitions is to have states while it is read, which name the partitions that are done. A read
  /// from such a state reads the others. False by default: the states of the Airbyte protocol know nothing of it.
  public var resumesFullRefresh = false

  public init(_ id: StreamID, state: JSONObject? = nil, readMode: ReadMode = .incremental, writeMode: WriteMode? = nil) {
    self.id = id
    self.state = state
    self.readMode = readMode
    self.writeMode = writeMode
  }
}
