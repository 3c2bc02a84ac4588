internal import ArgumentParser
internal import AirbyteSource
internal import ConnectorKit
internal import Connections
internal import Destinations
internal import Headwater
internal import JSON
internal import Sync

struct StateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Show and change how far the streams of a connection were synced.",
    subcommands: [Show.self, Set.self, Reset.self, Export.self, Import.self])

  /// What is saved of the connection that is meant.
  private static func saved(
    _ place: StatePlace, isReadOnly: Bool = false
  ) async throws -> (store: any StateStore, connection: String, streams: [(key: StreamID, value: SavedStream)]) {
    let store = try place.store(isReadOnly: isReadOnly)
    let all = try await store.savedStreams()
    let connection = try place.connectionName(all.keys)
    return (store, connection, (all[connection] ?? [:]).sorted { $0.key.description < $1.key.description })
  }

  /// The stream of a name.
  private static func stream(_ name: String, _ streams: [(key: StreamID, value: SavedStream)]) throws -> (key: StreamID, value: SavedStream)
  {
    guard let stream = streams.first(where: { $0.key.description == name || $0.key.name == name }) else {
      let known = streams.map(\.key.description).joined(separator: ", ")
      throw SyncError(.config, "Unknown stream `\(name)`. Streams with a saved state: \(known.isEmpty ? "none" : known).")
    }
    return stream
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the saved states.")

    @OptionGroup var place: StatePlace

    func run() throws {
      let place = place
      StatePlace.run {
        let (_, connection, streams) = try await StateCommand.saved(place, isReadOnly: true)
        try Terminal.write("Connection \(connection)\n\n")
        let rows = streams.map { stream in
          [
            stream.key.description, String(stream.value.generation),
            (stream.value.state.map { JSONText.compact(.object($0)) } ?? "none: the next sync reads from the start")
              + (stream.value.isReplacing ? " (full refresh in progress)" : ""),
          ]
        }
        try Terminal.write(SyncTable.text([["STREAM", "GENERATION", "STATE"]] + rows, right: [1]))
      }
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Replace the state of a stream.")

    @OptionGroup var place: StatePlace

    @Option(help: ArgumentHelp("The stream.", valueName: "name"))
    var stream: String

    @Argument(help: ArgumentHelp("The state: a JSON object, or a file with one.", valueName: "state"))
    var state: String

    func run() throws {
      let (place, stream, state) = (place, stream, state)
      StatePlace.run {
        let value = try ConfigInput(state).config
        let (store, connection, streams) = try await StateCommand.saved(place)
        var (id, saved) = try StateCommand.stream(stream, streams)
        saved.state = value
        saved.recentRecords = []
        try await store.save(saved, of: id, in: connection)
        try Terminal.write("The next sync of \(id) continues from \(JSONText.compact(.object(value))).\n")
      }
    }
  }

  struct Reset: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Clear saved states. The next sync reads those streams from the start. Records stay.")

    @OptionGroup var place: StatePlace

    @Option(help: ArgumentHelp("The stream; may be repeated.", valueName: "name"))
    var stream: [String] = []

    @Flag(help: "Clear the states of all streams.")
    var all = false

    func validate() throws {
      guard stream.isEmpty == all else { throw ValidationError("Name streams with --stream, or use --all.") }
    }

    func run() throws {
      let (place, names) = (place, stream)
      StatePlace.run {
        let (store, connection, streams) = try await StateCommand.saved(place)
        let chosen = try names.isEmpty ? streams : names.map { try StateCommand.stream($0, streams) }
        for (id, _) in chosen { try await store.save(nil, of: id, in: connection) }
        try Terminal.write("Cleared the states of \(chosen.map(\.key.description).joined(separator: ", ")).\n")
      }
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the states as a list of state messages, as `read --state` and Airbyte take them.")

    @OptionGroup var place: StatePlace

    func run() throws {
      let place = place
      StatePlace.run {
        let (_, _, streams) = try await StateCommand.saved(place, isReadOnly: true)
        let messages = streams.compactMap { id, saved -> JSONValue? in
          guard let state = saved.state else { return nil }
          var descriptor: JSONObject = ["name": .string(id.name)]
          if let namespace = id.namespace { descriptor["namespace"] = .string(namespace) }
          return ["type": "STREAM", "stream": ["stream_descriptor": .object(descriptor), "stream_state": .object(state)]]
        }
        try Terminal.write(JSONText.compact(.array(messages)) + "\n")
      }
    }
  }

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Load states from a list of state messages, as `export` and Airbyte write them.")

    @OptionGroup var place: StatePlace

    @Argument(help: ArgumentHelp("The list: a JSON file, or - for standard input.", valueName: "file"))
    var file: String

    func run() throws {
      let (place, file) = (place, file)
      StatePlace.run {
        let states = try StateMessages.states(file)
        let (store, connection, streams) = try await StateCommand.saved(place)
        // All of them are looked at before the first is changed.
        let changes = try states.map { stream, state in
          var (id, saved) = try StateCommand.stream(stream.description, streams)
          saved.state = state
          saved.recentRecords = []
          return (id, saved)
        }
        for (id, saved) in changes { try await store.save(saved, of: id, in: connection) }
        try Terminal.write("Loaded the states of \(changes.map(\.0.description).joined(separator: ", ")).\n")
      }
    }
  }
}
