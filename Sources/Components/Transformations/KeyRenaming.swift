internal import JSON

/// Gives the keys of records new names, those of nested objects too, but not those within lists.
///
/// Where names collide, the last value stands at the place of the first.
enum KeyRenaming {
  static func rename(_ record: inout JSONRecord, _ name: (String) -> String) {
    guard needsRenaming(record, name) else { return }
    record.replace(with: renamed(record.object, name))
  }

  private static func needsRenaming(_ record: JSONRecord, _ name: (String) -> String) -> Bool {
    record.fields.contains { key, field in
      if isChanged(key, name) { return true }
      return switch field {
      case .view(let view): needsRenaming(view, name)
      case .value(.object(let object)): needsRenaming(object, name)
      case .value: false
      }
    }
  }

  private static func needsRenaming(_ view: JSONView, _ name: (String) -> String) -> Bool {
    view.members.contains { isChanged($0.keyString, name) || needsRenaming($0.value, name) }
  }

  private static func needsRenaming(_ object: JSONObject, _ name: (String) -> String) -> Bool {
    object.contains { key, value in
      if isChanged(key, name) { return true }
      return if case .object(let inner) = value { needsRenaming(inner, name) } else { false }
    }
  }

  private static func isChanged(_ key: String, _ name: (String) -> String) -> Bool { !name(key).utf8.elementsEqual(key.utf8) }

  private static func renamed(_ object: JSONObject, _ name: (String) -> String) -> JSONObject {
    var result = JSONObject()
    result.reserveCapacity(object.count)
    for (key, value) in object {
      if case .object(let inner) = value {
        result[name(key)] = .object(renamed(inner, name))
      } else {
        result[name(key)] = value
      }
    }
    return result
  }
}
