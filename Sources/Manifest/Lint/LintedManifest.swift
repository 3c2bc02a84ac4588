internal import ConnectorKit
internal import Document
internal import Templates

/// A component of a manifest, and where it stands.
struct LintedComponent {
  let type: String
  let mapping: Node.Mapping
  let location: SourceLocation?
  let path: NodePath
  /// The number of the component that holds it; nil for the manifest itself.
  let parent: Int?
  /// The field of the parent that it stands in.
  let field: String

  subscript(_ field: String) -> Node? { mapping[field] }

  /// Where a member stands.
  func path(_ field: String) -> NodePath { path.appending(.field(field)) }
  func path(_ field: String, _ place: Int) -> NodePath { path(field).appending(.element(place)) }
}

/// A text that may hold a template, and the field it stands in.
struct LintedTemplate {
  let text: String
  let location: SourceLocation?
  let path: NodePath
  let field: FieldInfo
  let component: LintedComponent
}

/// A manifest as rules look at it: its components in the order of the manifest, and its templates.
struct LintedManifest {
  let loaded: LoadedManifest
  let catalog: Catalog
  let summaries: TemplateSummaries
  /// A component comes after the one that holds it.
  private(set) var components: [LintedComponent] = []
  /// Templates of shared definitions stand here once.
  private(set) var templates: [LintedTemplate] = []
  /// The numbers of all components of a type.
  private var places: [String: [Int]] = [:]
  private var children: [[Int]] = []

  init(_ loaded: LoadedManifest, catalog: Catalog, environment: TemplateEnvironment) {
    self.loaded = loaded
    self.catalog = catalog
    summaries = TemplateSummaries(environment: environment)
    var walk = LintWalk(validator: ManifestValidator(catalog: catalog))
    walk.visit(loaded.resolved)
    components = walk.components
    templates = walk.templates
    children = Array(repeating: [], count: components.count)
    for (place, component) in components.enumerated() {
      places[component.type, default: []].append(place)
      if let parent = component.parent { children[parent].append(place) }
    }
  }

  var root: Node { loaded.resolved }

  func all(_ types: String...) -> [LintedComponent] { numbers(types).map { components[$0] } }

  func numbers(_ types: [String]) -> [Int] { types.flatMap { places[$0] ?? [] }.sorted() }

  /// The components that stand right in a component.
  func children(of number: Int) -> [Int] { children[number] }

  /// The child in a field, when there is just one.
  func child(_ field: String, of number: Int) -> Int? { children[number].first { components[$0].field == field } }

  /// The nearest component of a type around a component.
  func enclosing(_ number: Int, _ types: Set<String>) -> Int? {
    var place = components[number].parent
    while let current = place, !types.contains(components[current].type) { place = components[current].parent }
    return place
  }

  /// All components below one, itself included.
  func family(of number: Int) -> [Int] { [number] + children[number].flatMap(family) }

  /// The streams that a catalog lists, without those made of templates and without parents.
  var streams: [Int] {
    numbers(["DeclarativeStream", "StateDelegatingStream"]).filter { number in
      guard let parent = components[number].parent else { return false }
      return components[parent].type == ManifestValidator.rootType || components[parent].type == "ConditionalStreams"
    }
  }
}
