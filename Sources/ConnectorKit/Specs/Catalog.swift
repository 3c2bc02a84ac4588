public import Document

/// The components a manifest may use. A value: adding to it makes another one.
public struct Catalog: Sendable {
  private var builtIn: [String: @Sendable () -> AnyComponentSpec] = [:]
  private var custom: [String: AnyComponentSpec] = [:]
  /// Said besides when a manifest names a component that is not registered, such as where components lie that were not loaded.
  public var unregisteredHint: String?

  public init() {}

  /// A catalogue of components that the manifest names by their `type`.
  ///
  /// - Parameter specs: the declarations by type; a manifest needs few of them. They are asked for
  ///   again and again, so each closure gives what is kept elsewhere.
  public init(builtIn specs: [String: @Sendable () -> AnyComponentSpec]) {
    builtIn = specs
  }

  /// A catalogue with one component of one's own more; it replaces one that was added under the same name.
  ///
  /// A manifest names it by `class_name`, whose last part is the component's name, or whose whole is. Its name may be that of
  /// a built-in component: that one stays what `type` names.
  public func adding<Slot>(_ spec: ComponentSpec<Slot>) -> Catalog { adding([spec.erased]) }

  /// A catalogue with several components of one's own more.
  public func adding(_ specs: [AnyComponentSpec]) -> Catalog {
    var catalog = self
    for spec in specs { catalog.custom[spec.type] = spec }
    return catalog
  }

  /// All declarations, by name.
  public var all: [AnyComponentSpec] { (builtIn.values.map { $0() } + customOnly).sorted { $0.type < $1.type } }

  /// The declarations that were added to the built-in ones, by name.
  public var customComponents: [AnyComponentSpec] { custom.values.sorted { $0.type < $1.type } }

  /// Those whose names no built-in component has.
  private var customOnly: [AnyComponentSpec] { custom.values.filter { builtIn[$0.type] == nil } }

  public func spec(type: String) -> AnyComponentSpec? { builtIn[type]?() ?? custom[type] }

  /// The declaration that a `class_name` stands for; nil when none is registered.
  public func customSpec(className: String) -> AnyComponentSpec? { custom[className] ?? custom[Self.lastPart(className)] }

  /// The declaration of a type, or of the class that a custom component names.
  ///
  /// - Throws: `Diagnostic` when there is none.
  public func spec(type: String, className: String?, at location: SourceLocation?) throws -> AnyComponentSpec {
    if let slot = ComponentSlot(rawValue: type), let className {
      if let spec = customSpec(className: className) { return spec }
      throw unregistered(className, slot, at: location)
    }
    if let spec = spec(type: type) { return spec }
    throw Diagnostic(
      code: .unknownType, "unknown component type `\(type)`", at: location,
      fix: NearMiss.nearest(to: type, among: builtIn.keys).map { "did you mean `\($0)`?" })
  }

  private func unregistered(_ className: String, _ slot: ComponentSlot, at location: SourceLocation?) -> Diagnostic {
    let name = Self.lastPart(className)
    let near = NearMiss.nearest(to: name, among: custom.keys).map { "did you mean `\($0)`? Otherwise " } ?? ""
    return Diagnostic(
      code: .unregisteredComponent,
      "no component is registered for `class_name: \(className)`, which this \(slot.rawValue) names", at: location,
      notes: unregisteredHint.map { [Diagnostic.Note($0)] } ?? [],
      fix: "\(near)write it in Swift: `headwater new component \(name) --slot \(slot.name)` makes a stub in components.swift")
  }

  private static func lastPart(_ className: String) -> String { className.split(separator: ".").last.map(String.init) ?? className }
}
