public import Document

/// The one declaration of a component: its name, its fields and how it is made from them.
///
/// Decoding, validation, the JSON schema, the manual and `headwater components` all come from here.
public struct ComponentSpec<Slot>: Sendable {
  public let erased: AnyComponentSpec

  /// - Parameters:
  ///   - type: the manifest's name of the component.
  ///   - summary: what the component does, in a sentence for the manual.
  ///   - fields: the fields in the order of the parameters of `make`.
  ///   - examples: declarations in YAML; each must parse, validate and build.
  ///   - make: takes exactly the values of the fields.
  public init<each Value: Sendable>(
    _ type: String, _ summary: String, fields: repeat Field<each Value>, examples: [String] = [],
    make: @escaping @Sendable (repeat each Value) throws -> Slot
  ) {
    let group = FieldGroup(repeat each fields, make: make)
    erased = AnyComponentSpec(type: type, summary: summary, fields: group.infos, examples: examples, slot: "\(Slot.self)") {
      node, context in
      try group.read(node.mapping ?? Node.Mapping(), type, context)
    }
  }

  public var type: String { erased.type }
  public var fields: [FieldInfo] { erased.fields }
}

/// A component's declaration without the type of its contract.
public struct AnyComponentSpec: Sendable {
  public let type: String
  public let summary: String
  public let fields: [FieldInfo]
  public let examples: [String]
  /// The name of the contract that the component fulfils.
  public let slot: String
  public let build: @Sendable (Node, BuildContext) throws -> Any

  public func field(_ name: String) -> FieldInfo? { fields.first { $0.name == name } }
}
