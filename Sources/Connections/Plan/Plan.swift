package import Document
internal import Destinations
package import JSON

/// What has to be done before everything is as a connections file says.
package struct Plan: Sendable {
  package enum Action: String, Sendable {
    case add, change, delete

    /// The sign in front of a line.
    var sign: String {
      switch self {
      case .add: "+"
      case .change: "~"
      case .delete: "-"
      }
    }
  }

  package enum Kind: String, Sendable, CaseIterable { case source, destination, connection }

  /// A difference between what was applied and what the file says.
  package struct Difference: Sendable, Equatable {
    package let action: Action
    package let label: String
    package var old: String?
    package var new: String?
    package var children: [Difference] = []

    init(_ action: Action, _ label: String, old: String? = nil, new: String? = nil, children: [Difference] = []) {
      self.action = action
      self.label = label
      self.old = old
      self.new = new
      self.children = children
    }
  }

  /// A source, destination or connection that differs.
  package struct Element: Sendable, Equatable {
    package let kind: Kind
    package let name: String
    package var action: Action
    package var differences: [Difference] = []
    /// What follows from the differences, such as a stream that is read from the start. Sentences.
    package var effects: [String] = []
  }

  /// In the order of the file, sources first.
  package var elements: [Element] = []
  /// What the file does not mention and is left alone. Sentences.
  package var unmentioned: [String] = []
  /// What else is worth knowing. Sentences.
  package var notes: [String] = []
  /// What is wrong, and what could not be compared.
  package var problems: [Diagnostic] = []
  /// Records that would be lost. Sentences.
  package var losses: [String] = []
  /// What is to be done, place by place.
  var steps: [PlaceChanges] = []
  /// The requests to an Airbyte server, in order.
  var serverChanges: [ServerChange] = []
  var server: ServerPlace?

  /// The changes of one place.
  struct PlaceChanges: Sendable {
    let place: Place
    let revision: Int
    var changes: [StoreChange]
  }

  package var hasErrors: Bool { errorCount > 0 }

  var errorCount: Int { problems.count { $0.severity == .error } }

  package var isEmpty: Bool { elements.isEmpty && steps.isEmpty && serverChanges.isEmpty }

  package func count(_ action: Action) -> Int { elements.count { $0.action == action } }

  /// How many places are to be changed.
  package var placeCount: Int { steps.count + (serverChanges.isEmpty ? 0 : 1) }

  /// The exit code of `plan`: 0 for nothing to do, 2 for changes, 1 for errors.
  package var exitCode: Int32 { hasErrors ? 1 : isEmpty ? 0 : 2 }

  /// For machines.
  package var json: JSONObject {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
    return [
      "elements": .array(
        elements.map { element in
          [
            "kind": .string(element.kind.rawValue), "name": .string(element.name), "action": .string(element.action.rawValue),
            "differences": .array(element.differences.map(\.json)), "effects": texts(element.effects),
          ]
        }), "unmentioned": texts(unmentioned), "notes": texts(notes), "losses": texts(losses),
      "problems": .array(
        problems.map { problem in
          [
            "severity": .string(problem.severity.rawValue), "code": .string(problem.code.rawValue), "message": .string(problem.message),
            "location": problem.location.map { .string($0.description) } ?? .null, "fix": problem.fix.map { .string($0) } ?? .null,
          ]
        }),
      "summary": [
        "add": .integer(count(.add)), "change": .integer(count(.change)), "delete": .integer(count(.delete)),
      ],
    ]
  }
}

extension Plan.Difference {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["action": .string(action.rawValue), "label": .string(label)]
    if let old { object["old"] = .string(old) }
    if let new { object["new"] = .string(new) }
    if !children.isEmpty { object["differences"] = .array(children.map(\.json)) }
    return .object(object)
  }

  /// The differences of two declared values; nil for equal ones.
  ///
  /// - Parameters:
  ///   - old: nil for what was not there.
  ///   - new: nil for what is there no more.
  static func between(_ old: JSONValue?, _ new: JSONValue?, _ label: String) -> Self? {
    let (before, after) = (present(old), present(new))
    if let before, let after {
      if before.isEqual(to: after) { return nil }
      if let old = before.objectValue, let new = after.objectValue, !DeclaredValue.isSecret(before), !DeclaredValue.isSecret(after) {
        let children = differences(old, new)
        return children.isEmpty ? nil : Self(.change, label, children: children)
      }
      var (one, another) = (DeclaredValue.shown(before), DeclaredValue.shown(after))
      // What looks the same is a secret.
      if one == another { another = "\(one) (value changed)" }
      if DeclaredValue.isSecret(before) != DeclaredValue.isSecret(after), one == another { one += " (secret)" }
      return Self(.change, label, old: one, new: another)
    }
    if let value = before ?? after {
      let action: Plan.Action = after == nil ? .delete : .add
      if let object = value.objectValue, !DeclaredValue.isSecret(value) {
        let children = after == nil ? differences(object, [:]) : differences([:], object)
        return children.isEmpty ? nil : Self(action, label, children: children)
      }
      let text = DeclaredValue.shown(value)
      return after == nil ? Self(action, label, old: text) : Self(action, label, new: text)
    }
    return nil
  }

  /// The differences of two objects, in the order of the new one.
  static func differences(_ old: JSONObject, _ new: JSONObject) -> [Self] {
    new.compactMap { between(old[$0.key], $0.value, $0.key) }
      + old.filter { new[$0.key] == nil }.compactMap { between($0.value, nil, $0.key) }
  }

  /// Nothing, an empty text and an empty list are the same.
  private static func present(_ value: JSONValue?) -> JSONValue? {
    switch value {
    case nil, .null?: nil
    case .string(let text)? where text.isEmpty: nil
    case .array(let elements)? where elements.isEmpty: nil
    case .object(let object)? where object.isEmpty: nil
    default: value
    }
  }
}
