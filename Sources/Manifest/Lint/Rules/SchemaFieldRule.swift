internal import ConnectorKit
internal import Document

/// Fields that a stream relies on and its inline schema does not have.
enum SchemaFieldRule: LintRule {
  /// Transformations after which fields may have other names.
  private static let renaming = Set(ComponentSlot.transformation.types).subtracting(["AddFields", "RemoveFields"])

  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for number in manifest.numbers(["DeclarativeStream"]) where manifest.enclosing(number, ["DynamicDeclarativeStream"]) == nil {
      guard let schema = InlineSchema(of: number, in: manifest) else { continue }
      let isRenamed = manifest.children(of: number).contains { renaming.contains(manifest.components[$0].type) }
      if !isRenamed {
        checkKey(manifest.components[number], schema, &report)
        checkCursor(number, manifest, schema, &report)
      }
      checkParentKey(number, manifest, schema, &report)
    }
  }

  private static func checkKey(_ stream: LintedComponent, _ schema: InlineSchema, _ report: inout LintReport) {
    guard let key = stream["primary_key"] else { return }
    let elements = key.sequence ?? [key]
    for (place, element) in elements.enumerated() {
      guard let field = element.sequence?.first ?? element.string.map({ _ in element }), let name = field.string, !name.isEmpty else {
        continue
      }
      let path = key.sequence == nil ? stream.path("primary_key") : stream.path("primary_key", place)
      add(.keyNotInSchema, "the primary key", name, field, path, schema, &report)
    }
  }

  private static func checkCursor(_ number: Int, _ manifest: LintedManifest, _ schema: InlineSchema, _ report: inout LintReport) {
    guard let cursor = manifest.child("incremental_sync", of: number).map({ manifest.components[$0] }), cursor.type.hasSuffix("Cursor"),
      let field = cursor["cursor_field"], let name = field.string, !name.isEmpty
    else { return }
    add(.cursorNotInSchema, "the cursor", name, field, cursor.path("cursor_field"), schema, &report)
  }

  private static func checkParentKey(_ number: Int, _ manifest: LintedManifest, _ schema: InlineSchema, _ report: inout LintReport) {
    guard let parent = manifest.components[number].parent, manifest.components[parent].type == "ParentStreamConfig" else { return }
    let config = manifest.components[parent]
    guard let field = config["parent_key"], let name = field.string, !name.isEmpty, !name.contains(where: { "/.*[?".contains($0) }) else {
      return
    }
    let isRenamed = manifest.children(of: number).contains { renaming.contains(manifest.components[$0].type) }
    if !isRenamed { add(.parentKeyNotInSchema, "the parent's key", name, field, config.path("parent_key"), schema, &report) }
  }

  private static func add(
    _ code: DiagnosticCode, _ role: String, _ name: String, _ field: Node, _ path: NodePath, _ schema: InlineSchema,
    _ report: inout LintReport
  ) {
    guard !TemplateSummaries.mayBeTemplate(name), !schema.names.contains(name) else { return }
    report.add(
      code, "\(role) `\(name)` is missing from the schema", at: field.location, path: path,
      notes: schema.location.map { [Diagnostic.Note("the schema's properties", at: $0)] } ?? [],
      fix: NearMiss.nearest(to: name, among: schema.names).map { "did you mean `\($0)`?" })
  }
}

/// The fields that a stream's inline schemas name.
private struct InlineSchema {
  let names: Set<String>
  let location: SourceLocation?

  /// nil when the stream has no inline schema, an empty one, or one that leaves open which fields there are.
  init?(of number: Int, in manifest: LintedManifest) {
    let loaders = manifest.children(of: number).map { manifest.components[$0] }.filter { $0.field == "schema_loader" }
    guard !loaders.isEmpty else { return nil }
    var names: Set<String> = []
    var location: SourceLocation?
    for loader in loaders {
      guard loader.type == "InlineSchemaLoader", let schema = loader["schema"]?.mapping, let properties = schema["properties"],
        let members = properties.mapping, !members.isEmpty,
        !["patternProperties", "$ref", "allOf", "anyOf", "oneOf"].contains(where: { schema[$0] != nil })
      else { return nil }
      names.formUnion(members.keys)
      location = location ?? properties.location
    }
    self.names = names
    self.location = location
  }
}
