internal import ConnectorKit
internal import Destinations
internal import Document
internal import Headwater
internal import JSON
internal import Sync

/// What a plan knows of a source.
struct SourceFacts: Sendable {
  let declared: ConnectionsFile.Source
  let settings: ResolvedSettings
  /// Marks secrets; nil where nobody knows the settings.
  var specification: JSONValue?
  /// Stands for what the manifest says.
  var digest: String?
  /// Nil when they cannot be found out.
  var streams: [StreamDescription]?
  var problems: [Diagnostic] = []

  /// Finds out all that can be known.
  static func gather(_ source: ConnectionsFile.Source, file: String, _ maker: SourceMaker, _ log: SyncLog) async -> SourceFacts {
    let settings = ResolvedSettings(source.settings, file: file)
    var facts = SourceFacts(declared: source, settings: settings, problems: settings.problems)
    guard settings.problems.isEmpty else { return facts }
    do {
      let made = try maker.make(source, settings, log: log)
      facts.specification = made.specification
      facts.digest = made.digest
      facts.streams = try await made.source.streams()
    } catch {
      facts.problems += Diagnostic.all(of: error, "source `\(source.name)` cannot be compared", at: source.location, log)
    }
    facts.warnOfPlainSecrets()
    return facts
  }

  /// The settings that are secrets.
  private func isSecret(_ path: String, _ leaf: ResolvedSettings.Leaf) -> Bool { Self.isSecret(path, leaf, specification) }

  /// - Parameter specification: marks secrets; nil where nobody knows the settings, so that names tell.
  static func isSecret(_ path: String, _ leaf: ResolvedSettings.Leaf, _ specification: JSONValue?) -> Bool {
    if leaf.isReferred { return true }
    guard let specification else { return SecretNames.isLikely(path) }
    return isMarked(path.split(separator: ".").map(String.init)[...], specification)
  }

  private static func isMarked(_ path: ArraySlice<String>, _ schema: JSONValue) -> Bool {
    if schema["airbyte_secret"]?.boolValue == true { return true }
    guard let first = path.first else { return false }
    let name = first.split(separator: "[", maxSplits: 1).first.map(String.init) ?? first
    if let property = schema["properties"]?[name] {
      let inner = first.contains("[") ? property["items"] ?? property : property
      if isMarked(path.dropFirst(), inner) || property["airbyte_secret"]?.boolValue == true { return true }
    }
    return ["oneOf", "anyOf", "allOf"].contains { keyword in (schema[keyword]?.arrayValue ?? []).contains { isMarked(path, $0) } }
  }

  private mutating func warnOfPlainSecrets() {
    for (path, leaf) in settings.leaves where !leaf.isReferred && isSecret(path, leaf) && leaf.value.stringValue?.isEmpty == false {
      problems.append(
        Diagnostic(
          code: .plainSecret, "the secret `\(path)` of source `\(declared.name)` is written out", at: leaf.location,
          fix: "write `${NAME}` and set the environment variable"))
    }
  }

  /// The source as it is recorded.
  func declaration(salt: String, _ cache: inout SecretCache) -> JSONObject {
    let (field, text): (String, String) =
      switch declared.kind {
      case .manifest: ("manifest", declared.written)
      case .program(.airbyte): ("airbyte", declared.written)
      case .program(.singer): ("singer", declared.written)
      case .definition: ("definition", declared.written)
      }
    var object: JSONObject = ["name": .string(declared.name), field: .string(text)]
    if let digest { object["content"] = .string(String(digest.prefix(12))) }
    object["config"] = .object(
      JSONObject(
        settings.leaves.map { path, leaf in
          (path, isSecret(path, leaf) ? cache.secret(leaf.value, shown: shown(leaf), salt: salt) : leaf.value)
        }))
    return object
  }

  private func shown(_ leaf: ResolvedSettings.Leaf) -> String { leaf.isReferred ? leaf.written.stringValue ?? "" : "" }
}

/// Hashes of secrets that were made before, as each takes a while.
struct SecretCache: Sendable {
  private struct Key: Hashable {
    let value: String
    let salt: String
  }

  private var known: [Key: JSONValue] = [:]

  mutating func secret(_ value: JSONValue, shown: String, salt: String) -> JSONValue {
    let key = Key(value: JSONText.compact(value), salt: salt)
    let hashed = known[key] ?? DeclaredValue.secret(value, shown: "", salt: salt)
    known[key] = hashed
    var object = hashed.objectValue ?? [:]
    object["secret"] = .string(shown)
    return .object(object)
  }
}

extension Diagnostic {
  /// What an error says, as diagnostics of a connections file.
  ///
  /// - Parameter context: what could not be done.
  static func all(of error: any Error, _ context: String, at location: SourceLocation?, _ log: SyncLog) -> [Diagnostic] {
    if let list = error as? DiagnosticList { return list.diagnostics }
    if let diagnostic = error as? Diagnostic { return [diagnostic] }
    var text = log.masked(SyncError(wrapping: error).message)
    if text.hasSuffix(".") { text.removeLast() }
    return [Diagnostic(code: .notCompared, "\(context): \(text)", at: location)]
  }
}
