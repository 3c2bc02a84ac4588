package import JSON

/// A JSON Schema compiled once, to check any number of values.
package struct JSONSchema: Sendable {
  let nodes: [SchemaNode]
  let root: Int
  /// References that lead nowhere. A value that reaches one is a violation; a value that does not is not affected.
  package let danglingReferences: [String]

  /// Compiles a schema.
  ///
  /// - Throws: ``JSONSchemaError`` when the schema breaks the rules of its dialect, has a pattern that does not parse,
  ///   or nests too deeply.
  package static func compile(
    _ schema: JSONValue, options: JSONSchemaOptions = JSONSchemaOptions()
  ) throws(JSONSchemaError) -> JSONSchema {
    let dialect = SchemaDialect(options.dialect, of: schema)
    if options.checksSchema && !dialect.predatesMetaSchema {
      try MetaSchema.check(schema)
    }
    var compiler = SchemaCompiler(dialect: dialect, options: options)
    return try compiler.compile(schema)
  }

  /// Everything that is wrong with a value, in the order of the schema's keywords; empty when the value is valid.
  package func validate(_ value: JSONValue) -> [JSONSchemaViolation] {
    var evaluation = SchemaEvaluation(schema: self, firstOnly: false)
    evaluation.evaluate(root, value)
    return evaluation.violations
  }

  /// Whether a value is valid; stops at the first violation.
  package func isValid(_ value: JSONValue) -> Bool {
    var evaluation = SchemaEvaluation(schema: self, firstOnly: true)
    evaluation.evaluate(root, value)
    return evaluation.violations.isEmpty
  }
}
