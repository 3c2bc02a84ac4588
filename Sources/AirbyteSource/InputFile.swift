package import AirbyteProtocol
internal import ConnectorKit
internal import Document
internal import JSON

/// A file that the user names: a config, a catalog, a state.
enum InputFile {
  /// - Parameter role: what the file is, for messages.
  /// - Throws: `SyncError` when the file cannot be read or is not JSON.
  static func json(_ path: String, _ role: String) throws -> JSONValue {
    let bytes: [UInt8]
    do {
      bytes = try TextFile.bytes(path)
    } catch {
      throw SyncError(.config, "Cannot read the \(role): \(error.message).")
    }
    do throws(ParseFailure) {
      return try json(bytes, path)
    } catch {
      throw SyncError(.config, "The \(role) is not JSON: \(error.description).")
    }
  }

  /// What is wrong with a text that should be JSON, and where.
  struct ParseFailure: Error, CustomStringConvertible {
    let description: String
  }

  static func json(_ bytes: [UInt8], _ name: String) throws(ParseFailure) -> JSONValue {
    do {
      return try JSONValue.parse(bytes, options: .python)
    } catch {
      throw ParseFailure(description: "\(name):\(error.line):\(error.column): \(error.message)")
    }
  }
}

extension ProtocolInputError: DescribedError {}
