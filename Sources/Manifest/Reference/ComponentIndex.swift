package import ConnectorKit
package import Document

/// All component types that a manifest may use: those of a catalogue, and the slots for components of the connector's own.
package struct ComponentIndex: Sendable {
  /// In the order of their names.
  package let entries: [ComponentEntry]

  /// - Parameter catalog: the components, built-in ones and others.
  package init(catalog: Catalog) {
    let custom = Set(catalog.customComponents.map(\.type))
    let declared = catalog.all.map { spec in
      ComponentEntry(
        type: spec.type, slot: Self.slot(of: spec), summary: spec.summary,
        fields: spec.fields.map { custom.contains(spec.type) ? $0 : Self.typed($0, catalog) }, examples: spec.examples,
        typeMember: spec.typing, origin: custom.contains(spec.type) ? .custom : .builtIn)
    }
    entries = (declared + ComponentSlot.allCases.map(\.entry)).sorted { $0.type < $1.type }
  }

  /// A field with the type that a manifest may leave out in it, if there is one: by the field, or because only one component may stand
  /// there and need not name its type.
  private static func typed(_ field: FieldInfo, _ catalog: Catalog) -> FieldInfo {
    var field = field
    field.defaultType = field.defaultType ?? place(field.type, catalog)
    return field
  }

  private static func place(_ type: FieldType, _ catalog: Catalog) -> String? {
    switch type {
    case .component(let types): types.count == 1 && catalog.spec(type: types[0])?.typing ?? .required != .required ? types[0] : nil
    case .list(let inner), .mapping(let inner), .limited(let inner, _): place(inner, catalog)
    case .anyOf(let types): types.compactMap { place($0, catalog) }.first
    default: nil
    }
  }

  /// The entry of a type.
  ///
  /// - Throws: `unknown-type` with the name that was probably meant.
  package func entry(_ type: String) throws(Diagnostic) -> ComponentEntry {
    if let entry = entries.first(where: { $0.type == type }) { return entry }
    let near = NearMiss.nearest(to: type, among: entries.map(\.type))
    throw Diagnostic(
      code: .unknownType, "unknown component type `\(type)`", at: nil,
      fix: near.map { "did you mean `\($0)`?" } ?? "`headwater components` lists all types")
  }

  /// The entries by slot: slots of several components first, then the parts of other components; each in the order of names.
  package var slots: [(name: String, entries: [ComponentEntry])] {
    let groups = Dictionary(grouping: entries, by: \.slot)
    let contracts = groups.filter { $0.value.count > 1 || $0.value[0].slot != $0.value[0].type }
    let parts = groups.filter { contracts[$0.key] == nil }.values.flatMap { $0 }.sorted { $0.type < $1.type }
    return contracts.sorted { $0.key < $1.key }.map { (name: $0.key, entries: $0.value) } + [(name: "Parts of other components", parts)]
  }

  /// The name of the contract, or the type itself for a component that no Swift type of its own stands for.
  private static func slot(of spec: AnyComponentSpec) -> String {
    let name = spec.slot.hasPrefix("any ") ? String(spec.slot.dropFirst(4)) : spec.slot
    return name == "JSONObject" ? spec.type : name
  }
}
