public import Document

/// The components a manifest may use. A value: adding to it makes another one.
public struct Catalog: Sendable {
  private var specs: [String: AnyComponentSpec] = [:]

  public init() {}

  /// A catalogue with one component more; it replaces one of the same type name.
  public func adding<Slot>(_ spec: ComponentSpec<Slot>) -> Catalog {
    var catalog = self
    catalog.specs[spec.type] = spec.erased
    return catalog
  }

  public func adding(_ specs: [AnyComponentSpec]) -> Catalog {
    var catalog = self
    for spec in specs { catalog.specs[spec.type] = spec }
    return catalog
  }

  /// All declarations, by name.
  public var all: [AnyComponentSpec] { specs.values.sorted { $0.type < $1.type } }

  public func spec(type: String) -> AnyComponentSpec? { specs[type] }

  /// The declaration of a type, or of the class that a custom component names, by the last part of its name.
  ///
  /// - Throws: `Diagnostic` when there is none.
  public func spec(type: String, className: String?, at location: SourceLocation?) throws -> AnyComponentSpec {
    if let className {
      let last = className.split(separator: ".").last.map(String.init) ?? className
      if let spec = specs[className] ?? specs[last] { return spec }
      throw Diagnostic(
        code: "unregistered-component", "no component is registered for `class_name: \(className)` of this \(type)", at: location,
        fix: "register a Swift component named `\(last)`")
    }
    if let spec = specs[type] { return spec }
    throw Diagnostic(
      code: "unknown-type", "there is no component type `\(type)`", at: location,
      fix: NearMiss.nearest(to: type, among: specs.keys).map { "did you mean `\($0)`?" })
  }
}
