public import Document

/// The one declaration of a component: its name, its fields and how it is made from them.
///
/// Decoding, validation, the JSON schema, the manual and `headwater components` all come from here.
public struct ComponentSpec<Slot>: Sendable {
  public let erased: AnyComponentSpec

  /// - Parameters:
  ///   - type: the manifest's name of the component.
  ///   - summary: what the component does, in a sentence for the manual.
  ///   - version: the version of the manifest language that brought the component; nil when every version that is in use has it.
  ///   - typing: whether a declaration names its type.
  ///   - isClosed: whether the component takes no fields but its own. All others take any, since parameters are copied into every
  ///     component.
  ///   - replacement: the component to use instead of one that is kept for old manifests.
  ///   - fields: the fields in the order of the parameters of `make`.
  ///   - examples: declarations in YAML; each must parse, validate and build.
  ///   - make: takes exactly the values of the fields.
  public init<each Value: Sendable>(
    _ type: String, _ summary: String, since version: LanguageVersion? = nil, typing: ComponentTyping = .required, isClosed: Bool = false,
    replacedBy replacement: String? = nil, fields: repeat Field<each Value>, examples: [String] = [],
    make: @escaping @Sendable (repeat each Value) throws -> Slot
  ) {
    let group = FieldGroup(repeat each fields, make: make)
    erased = AnyComponentSpec(
      type: type, summary: summary, since: version, typing: typing, isClosed: isClosed, replacement: replacement, fields: group.infos,
      examples: examples,
      slot: "\(Slot.self)"
    ) { node, context in
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
  /// The version of the manifest language that brought the component; nil when every version that is in use has it.
  public let since: LanguageVersion?
  public let typing: ComponentTyping
  /// Whether the component takes no fields but its own.
  public let isClosed: Bool
  /// The component to use instead of one that is kept for old manifests.
  public let replacement: String?
  public let fields: [FieldInfo]
  public let examples: [String]
  /// The name of the contract that the component fulfils.
  public let slot: String
  public let build: @Sendable (Node, BuildContext) throws -> Any

  public func field(_ name: String) -> FieldInfo? { fields.first { $0.name == name } }
}

/// Whether a declaration has to name the type of its component. The types that the language fills in by place count as written.
public enum ComponentTyping: String, Sendable {
  case required
  /// It may be left out, but not name another type.
  case optional
  /// What it says is not looked at: the place alone tells the component.
  case ignored
}
