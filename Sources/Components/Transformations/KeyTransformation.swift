internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// How the names of fields are changed that move up into the record.
struct KeyTransformation: Sendable {
  static let spec = ComponentSpec<KeyTransformation>(
    "KeyTransformation", "Changes the names of fields that move up into the record.", since: "6.45",
    fields: Field<TemplateText>.template("prefix", doc: "What is put before each name.").optional.examples("flattened_"),
    Field<TemplateText>.template("suffix", doc: "What is put behind each name.").optional.examples("_flattened"),
    Field<BuildContext>.context,
    examples: [
      """
      type: KeyTransformation
      prefix: customer_
      """
    ],
    make: KeyTransformation.init)

  private let prefix: String
  private let suffix: String

  init(prefix: TemplateText?, suffix: TemplateText?, context: BuildContext) throws {
    let scope = TemplateScope(config: context.config)
    self.prefix = try Self.text(prefix, scope)
    self.suffix = try Self.text(suffix, scope)
  }

  /// The text of an affix; values such as zero and null count as none.
  private static func text(_ template: TemplateText?, _ scope: TemplateScope) throws -> String {
    guard let template else { return "" }
    do throws(TemplateError) {
      let value = try template.value(scope)
      return value.truth() ? try value.pythonText() : ""
    } catch {
      throw Diagnostic(
        code: .templateFailed, "the template `\(template.source)` cannot be evaluated: \(error.message)", at: template.location)
    }
  }

  /// Whether names stay as they are.
  var isEmpty: Bool { prefix.isEmpty && suffix.isEmpty }

  func name(for key: String) -> String { prefix + key + suffix }
}
