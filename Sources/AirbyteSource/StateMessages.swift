internal import AirbyteProtocol
internal import ConnectorKit
package import JSON
package import Sync

/// The states in a file of state messages.
package enum StateMessages {
  /// - Parameter path: a JSON file as `read --state` takes it, or `-` for standard input.
  /// - Returns: the states by stream.
  /// - Throws: `SyncError` when the file is no such list.
  package static func states(_ path: String) throws -> [(stream: StreamID, state: JSONObject)] {
    let input = try StateInput.parse(InputFile.json(path == "-" ? "/dev/stdin" : path, "state"))
    let legacy = input.legacy.compactMap { name, state in state.objectValue.map { (stream: StreamID(name), state: $0) } }
    let states = input.streams.map { (stream: StreamID($0.key.name, namespace: $0.key.namespace), state: $0.value) } + legacy
    return states.sorted { $0.stream.description < $1.stream.description }
  }
}
