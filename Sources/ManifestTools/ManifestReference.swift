internal import Components
package import ConnectorKit
internal import JSON
internal import Manifest

/// What manifests may hold, told by the declarations of the components.
package enum ManifestReference {
  /// The component types of a catalogue and the slots for components of the connector's own, as text.
  ///
  /// - Parameters:
  ///   - type: the type to tell all about; nil for a list of all types.
  ///   - catalog: the components; the built-in ones when left out.
  /// - Throws: `Diagnostic` when there is no such type.
  package static func components(_ type: String? = nil, catalog: Catalog? = nil) throws -> String {
    try ComponentListing(ComponentIndex(catalog: catalog ?? .standard)).text(type)
  }

  /// The same as JSON, with all fields: an object with the list `components`. Documentation/Reference/README.md describes it.
  package static func componentsJSON(_ type: String? = nil, catalog: Catalog? = nil) throws -> String {
    let listing = ComponentListing(ComponentIndex(catalog: catalog ?? .standard))
    return JSONText.python(try listing.json(type), ensureASCII: false, indent: 2) + "\n"
  }

  /// The JSON schema (draft-07) of manifests whose components are those of a catalogue.
  ///
  /// - Parameter catalog: the components; the built-in ones when left out.
  package static func schema(catalog: Catalog? = nil) -> String { ManifestSchema(catalog: catalog ?? .standard).text }
}
