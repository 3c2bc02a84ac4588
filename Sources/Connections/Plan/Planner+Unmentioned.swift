internal import Destinations
internal import JSON
internal import Sync

extension Planner {
  /// Plans connections that were applied and that the file does not mention.
  mutating func planUnmentioned() async {
    for key in places.keys.sorted() {
      guard let facts = places[key] else { continue }
      for name in facts.inventory.declarations.keys.sorted() where file.connection(name) == nil {
        guard let declaration = facts.declaration(name, project: file.project) else { continue }
        guard deletesUnmentioned else {
          plan.unmentioned.append(
            "The connection `\(name)` in \(facts.place.name) is not in the file and is left alone; --delete-unmentioned deletes it.")
          continue
        }
        await delete(name, declaration, key)
      }
    }
  }

  private mutating func delete(_ connection: String, _ declaration: Declaration, _ key: String) async {
    guard let facts = places[key] else { return }
    var element = Plan.Element(kind: .connection, name: connection, action: .delete)
    for stream in facts.inventory.streams(of: connection) {
      let count = await facts.recordCount(of: stream.id, in: connection)
      let text = "Stream `\(stream.id)` of `\(connection)`: \(count.map { "\($0) records" } ?? "its records") and the state are deleted."
      element.effects.append(text)
      if count != 0 { plan.losses.append(text) }
      element.differences.append(Plan.Difference(.delete, "table", old: stream.table ?? stream.id.description))
      places[key]?.deletions.append(.delete(stream.id, connection: connection, prefix: declaration.prefix))
    }
    places[key]?.declarations.append(.declare(connection: connection, nil))
    plan.elements.append(element)
  }
}
