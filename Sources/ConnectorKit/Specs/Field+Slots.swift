internal import Document

extension Field {
  /// A component that fulfils the contract of a slot: a built-in one, or one of one's own by its `class_name`.
  ///
  /// - Parameters:
  ///   - name: the name of the field in the manifest.
  ///   - slot: the kind of component.
  ///   - defaultType: the type meant by a mapping without `type`.
  ///   - doc: the description for the manual.
  public static func slot(_ name: String, _ slot: ComponentSlot, defaultType: String? = nil, doc: String) -> Field<Value> {
    component(name, slot.types, defaultType: defaultType, doc: doc)
  }

  /// A list of such components.
  public static func slots<Element>(_ name: String, _ slot: ComponentSlot, defaultType: String? = nil, doc: String)
    -> Field<[Element]> where Value == [Element]
  {
    components(name, slot.types, defaultType: defaultType, doc: doc)
  }
}

extension Field where Value == any StreamComponent {
  /// A stream that the component reads through ``RunServices/readRecords(of:_:)``.
  public static func stream(_ name: String, doc: String) -> Field<any StreamComponent> {
    let types = ["DeclarativeStream", "StateDelegatingStream"]
    return custom(name, as: .component(types), defaultType: types[0], doc: doc) { node, context in
      let source = try context.build(node, as: (any StreamSource).self, types: types, defaultType: types[0])
      guard let stream = source as? any StreamComponent else {
        throw Diagnostic(code: .wrongComponent, "`\(name)` must be one stream", at: node.location)
      }
      return stream
    }
  }
}

extension Field where Value == RecordSelector {
  /// What finds the records in answers, filters them and brings them into form.
  public static func recordSelector(_ name: String = "record_selector", doc: String) -> Field<RecordSelector> {
    component(name, ["RecordSelector"], defaultType: "RecordSelector", doc: doc)
  }
}

extension Field where Value == DefaultPaginator {
  /// What walks from page to page.
  public static func paginator(_ name: String = "paginator", doc: String) -> Field<DefaultPaginator> {
    component(name, ["DefaultPaginator", "NoPagination"], defaultType: "NoPagination", doc: doc)
  }
}
