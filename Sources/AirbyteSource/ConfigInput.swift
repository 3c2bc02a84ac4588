package import ConnectorKit
internal import Document
internal import Glibc
package import JSON
internal import YAML

/// A config as the user gives it: a file of JSON or YAML, `-` for standard input, or the JSON itself.
package struct ConfigInput: Sendable {
  package let config: JSONObject
  /// The file whose content the config is as it stands, so that a changed config can be written back; nil for every other.
  package let path: String?

  /// No settings.
  package static let none = ConfigInput(config: [:], path: nil)

  /// Settings that are at hand.
  package init(values: JSONObject) { self.init(config: values, path: nil) }

  private init(config: JSONObject, path: String?) {
    self.config = config
    self.path = path
  }

  /// Reads a config of the Airbyte protocol: a JSON file whose values are taken as they are, as platforms write them.
  ///
  /// - Throws: `SyncError` when the file cannot be read or is not a JSON object.
  package init(protocolFile path: String) throws {
    guard let config = try InputFile.json(path, "config").objectValue else {
      throw SyncError(.config, "The config \(path) must be a JSON object.")
    }
    self.init(config: config, path: path)
  }

  /// Reads a config that a person wrote. `${NAME}` in its texts is the value of an environment variable, `${file:PATH}` the content of a
  /// file without its last line end, and `$${` stands for `${`.
  ///
  /// - Parameter argument: a path, `-`, or JSON that begins with `{`.
  /// - Throws: `SyncError` that names the place of what cannot be read.
  package init(_ argument: String) throws {
    let trimmed = argument.drop(while: \.isWhitespace)
    let isInline = trimmed.hasPrefix("{")
    let name = isInline ? "--config" : argument == "-" ? "standard input" : argument
    let written: JSONValue
    do {
      let bytes = isInline ? Array(argument.utf8) : try TextFile.bytes(argument == "-" ? "/dev/stdin" : argument)
      let isJSON = bytes.first { !Self.isSpace($0) } == UInt8(ascii: "{")
      written = isJSON ? try InputFile.json(bytes, name) : try YAMLReader.read(bytes, file: name, dialect: .tolerant).root.json
    } catch {
      throw SyncError(.config, "Cannot read the config: \(error)")
    }
    var references = ConfigReferences()
    guard let config = try references.resolved(written, at: "").objectValue else {
      throw SyncError(.config, "The config \(name) must be an object with the connector's settings.")
    }
    self.init(config: config, path: isInline || argument == "-" || references.isUsed ? nil : argument)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}

extension ConfigInput {
  /// Writes a changed config to the file that it came from.
  package func keep(_ changed: JSONObject, _ log: any Log) {
    guard let path else {
      return log.write(
        .warning,
        "The source has changed its config, such as a refresh token. Nothing was written, as the config is not a plain file: "
          + "update it by hand.")
    }
    do throws(OutputFile.Failure) {
      try OutputFile.write(Array(JSONText.compact(.object(changed)).utf8), to: path)
    } catch {
      log.write(.warning, "Cannot write the changed config to \(path): \(error.message)")
    }
  }
}

/// Replaces references in the texts of a config.
private struct ConfigReferences {
  private(set) var isUsed = false

  /// - Parameter setting: the path of the setting, for messages; empty for all of the config.
  mutating func resolved(_ value: JSONValue, at setting: String) throws -> JSONValue {
    switch value {
    case .object(let object):
      var resolved = JSONObject()
      for (key, value) in object { resolved[key] = try self.resolved(value, at: setting.isEmpty ? key : "\(setting).\(key)") }
      return .object(resolved)
    case .array(let elements):
      return .array(try elements.enumerated().map { try resolved($0.element, at: "\(setting)[\($0.offset)]") })
    case .string(let text):
      do throws(SettingReferences.Failure) {
        let result = try SettingReferences.resolved(text)
        isUsed = isUsed || result.isUsed
        return .string(result.text)
      } catch {
        throw SyncError(.config, "Setting `\(setting)` of the config: \(error.message). \(error.fix)")
      }
    default: return value
    }
  }
}
