package import JSON

/// How a schema is read. The defaults are those of the reference's config validation.
package struct JSONSchemaOptions: Sendable {
  /// What the keyword `format` does.
  package enum Formats: Sendable {
    /// Nothing.
    case ignored
    /// Text that does not have a known format is a violation.
    case checked
  }

  /// Which keywords exist and how `$ref` is read.
  package enum Dialect: Sendable {
    /// Draft-07: whatever stands beside `$ref` is ignored.
    case draft7
    /// 2020-12: keywords beside `$ref` count; `prefixItems`, `dependentRequired` and `dependentSchemas` take the place
    /// of lists under `items` and of `dependencies`. (`unevaluated…` and `$dynamicRef` are not known.)
    case draft202012
    /// As `$schema` says: drafts up to 07 are read as 07, everything else, also none, as 2020-12.
    case declared
  }

  package var formats: Formats = .ignored
  package var dialect: Dialect = .draft7
  /// Whether the schema itself is checked first, so that mistakes in it are errors of the compilation.
  package var checksSchema = true
  /// Gives a document that a `$ref` names by its absolute address; nil when there is none. Asked while compiling only.
  package var resolver: (@Sendable (_ address: String) -> JSONValue?)?

  package init(
    formats: Formats = .ignored, dialect: Dialect = .draft7, checksSchema: Bool = true,
    resolver: (@Sendable (_ address: String) -> JSONValue?)? = nil
  ) {
    self.formats = formats
    self.dialect = dialect
    self.checksSchema = checksSchema
    self.resolver = resolver
  }
}
