internal import Document

/// Fields of a component that together make a value.
struct FieldGroup<Value>: Sendable {
  let infos: [FieldInfo]
  /// Makes the value from a component of a type.
  let read: @Sendable (_ component: Node.Mapping, _ type: String, BuildContext) throws -> Value

  init<each Part: Sendable>(_ fields: repeat Field<each Part>, make: @escaping @Sendable (repeat each Part) throws -> Value) {
    var infos: [FieldInfo] = []
    repeat (each fields).append(to: &infos)
    self.infos = infos
    let pack = (repeat FieldReader(each fields))
    read = { mapping, type, context in
      guard context.trace != nil else { return try make(repeat try (each pack).read(mapping, of: type, context)) }
      // Each field says what is wrong with it before the first failure ends the component.
      let values = (repeat (each pack).reading(mapping, of: type, context))
      return try make(repeat try (each values).get())
    }
  }
}

extension Field {
  /// Several fields that make one value: a spec within a spec, whose fields stand side by side with the others in the manifest.
  ///
  /// Initialisers then take a few values of different types instead of many of the same. A group is absent when its fields are, so
  /// these say what may be left out, and not the group.
  public static func group<each Part: Sendable>(
    _ fields: repeat Field<each Part>, make: @escaping @Sendable (repeat each Part) throws -> Value
  ) -> Field<Value> {
    let group = FieldGroup(repeat each fields, make: make)
    var field = Field(FieldInfo(name: "", type: .any, isRequired: false, doc: "")) { node, context in
      try group.read(node.mapping ?? Node.Mapping(), "", context)
    }
    field.group = group
    return field
  }
}
