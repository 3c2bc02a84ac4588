internal import Document
internal import JSON

extension Field where Value == TemplateText {
  /// A text, or another scalar standing for its text, that may hold a template.
  ///
  /// - Parameters:
  ///   - name: the name of the field in the manifest.
  ///   - type: what else than text may be written here.
  ///   - doc: the description for the manual.
  public static func template(_ name: String, as type: FieldType = .string, doc: String) -> Field<TemplateText> {
    Field(FieldInfo(name: name, type: type, doc: doc, variables: [.config, .parameters])) { node, context in
      switch node.value {
      case .sequence, .mapping: throw wrongType(node, name, "text")
      case .string(let text): return TemplateText(text, context, at: node.location)
      default: return TemplateText(node.templateText, context, at: node.location)
      }
    }
  }
}

extension Field where Value == [TemplateText] {
  /// A list of texts that may hold templates.
  public static func templates(_ name: String, as type: FieldType = .list(.string), doc: String) -> Field<[TemplateText]> {
    Field(FieldInfo(name: name, type: type, doc: doc, variables: [.config, .parameters])) { node, context in
      guard let elements = node.sequence else { throw wrongType(node, name, "a list of strings") }
      return elements.map { TemplateText($0.templateText, context, at: $0.location) }
    }
  }
}

extension Field where Value == TemplateCondition {
  public static func condition(_ name: String, as type: FieldType = .string, doc: String) -> Field<TemplateCondition> {
    Field(FieldInfo(name: name, type: type, doc: doc, variables: [.config, .parameters])) { node, context in
      TemplateCondition(node.templateText, context, at: node.location)
    }
  }
}

extension Field where Value == TemplateMapping {
  /// A mapping whose keys and direct values may be templates.
  public static func templateMapping(_ name: String, as type: FieldType = .object, doc: String) -> Field<TemplateMapping> {
    Field(FieldInfo(name: name, type: type, doc: doc, variables: [.config, .parameters])) { node, context in
      guard let object = node.templateMembers else { throw wrongType(node, name, "a mapping") }
      return TemplateMapping(object, context, at: node.location)
    }
  }
}

extension Field where Value == NestedTemplate {
  /// A value in which any text may be a template.
  public static func nestedTemplate(_ name: String, as type: FieldType = .object, doc: String) -> Field<NestedTemplate> {
    Field(FieldInfo(name: name, type: type, doc: doc, variables: [.config, .parameters])) { node, context in
      NestedTemplate(node.json, context, at: node.location)
    }
  }
}
