public import Document

extension Field {
  /// A component of one of the given types.
  ///
  /// - Parameters:
  ///   - name: the name of the field in the manifest.
  ///   - types: the manifest's names of the types that may stand here.
  ///   - defaultType: the type meant by a mapping without `type`.
  ///   - doc: the description for the manual.
  public static func component(_ name: String, _ types: [String], defaultType: String? = nil, doc: String) -> Field<Value> {
    let info = FieldInfo(name: name, type: .component(types), doc: doc, defaultType: defaultType)
    return Field(info) { node, context in
      try context.build(node, as: Value.self, types: types, defaultType: defaultType)
    }
  }

  /// A list of components of the given types.
  public static func components<Element>(_ name: String, _ types: [String], defaultType: String? = nil, doc: String) -> Field<[Element]>
  where Value == [Element] {
    let info = FieldInfo(name: name, type: .list(.component(types)), doc: doc, defaultType: defaultType)
    return Field(info) { node, context in
      guard let nodes = node.sequence else { throw wrongType(node, name, "a list of components") }
      return try context.build(list: nodes, as: Element.self, types: types, defaultType: defaultType)
    }
  }

  /// One component or a list of them.
  public static func oneOrMore<Element>(_ name: String, _ types: [String], defaultType: String? = nil, doc: String) -> Field<[Element]>
  where Value == [Element] {
    let type = FieldType.anyOf([.component(types), .list(.component(types))])
    return Field(FieldInfo(name: name, type: type, doc: doc, defaultType: defaultType)) { node, context in
      guard let nodes = node.sequence else { return [try context.build(node, as: Element.self, types: types, defaultType: defaultType)] }
      return try context.build(list: nodes, as: Element.self, types: types, defaultType: defaultType)
    }
  }

  /// A field whose value depends on its form, read by a function of its own.
  public static func custom(
    _ name: String, as type: FieldType, defaultType: String? = nil, doc: String,
    decode: @escaping @Sendable (Node, BuildContext) throws -> Value
  ) -> Field<Value> {
    Field(FieldInfo(name: name, type: type, doc: doc, defaultType: defaultType), decode: decode)
  }
}

/// A component that is built later, once for each stream or request, from a declaration that is still open.
public struct ComponentTemplate<Slot>: Sendable {
  public var node: Node
  public var context: BuildContext

  public init(node: Node, context: BuildContext) {
    self.node = node
    self.context = context
  }

  public func build() throws -> Slot { try context.build(node, as: Slot.self) }
}
