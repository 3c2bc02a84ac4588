internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Values that never change and are not what the field needs: conditions that always or never hold, texts for numbers.
enum ConstantTemplateRule: LintRule {
  private static let conditions: Set<String> = [
    "CursorPagination.stop_condition", "RecordFilter.condition", "RemoveFields.condition", "AddFields.condition",
    "HttpResponseFilter.predicate",
  ]

  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for template in manifest.templates where !template.text.isEmpty {
      let summary = manifest.summaries.summary(of: template.text)
      guard summary?.isConstant ?? true else { continue }
      if conditions.contains("\(template.component.type).\(template.field.name)") {
        checkCondition(template, isPlain: summary == nil, manifest, &report)
      } else {
        checkType(template, manifest, &report)
      }
    }
  }

  private static func checkCondition(
    _ template: LintedTemplate, isPlain: Bool, _ manifest: LintedManifest, _ report: inout LintReport
  ) {
    guard let holds = manifest.summaries.constantTruth(of: template.text) else { return }
    let isWord = ["true", "false"].contains(template.text.lowercased())
    let effect =
      switch (template.field.name, holds) {
      case ("stop_condition", true): "only the first page is read"
      case ("condition", false) where template.component.type == "RecordFilter": "every record is dropped"
      default: "it has no effect"
      }
    report.add(
      .constantCondition, "`\(template.field.name)` \(holds ? "always" : "never") is true, so \(effect)", at: template.location,
      path: template.path, fix: isPlain && !isWord ? "put the condition between {{ and }}" : nil)
  }

  private static func checkType(_ template: LintedTemplate, _ manifest: LintedManifest, _ report: inout LintReport) {
    guard let wanted = wanted(template.field.type), let value = manifest.summaries.constantValue(of: template.text) else { return }
    let fits =
      switch value {
      case .integer, .bigInteger: wanted.takesNumbers
      case .double(let number): wanted.takesNumbers && (!wanted.wantsIntegers || number.rounded() == number)
      case .bool: wanted.takesBooleans
      default: false
      }
    guard !fits else { return }
    let phrase = wanted.takesNumbers ? (wanted.wantsIntegers ? "an integer" : "a number") : "true or false"
    report.add(
      .constantType, "`\(template.field.name)` needs \(phrase), but `\(template.text)` is constant", at: template.location,
      path: template.path)
  }

  private struct Wanted {
    var takesNumbers = false
    var wantsIntegers = true
    var takesBooleans = false
  }

  /// What a text in a field has to give; nil for fields in which a text may be just that.
  private static func wanted(_ type: FieldType) -> Wanted? {
    guard case .anyOf(let types) = type, types.contains(.string) else { return nil }
    var wanted = Wanted()
    for type in types {
      switch type {
      case .string, .null: break
      case .integer, .limited(.integer, _): wanted.takesNumbers = true
      case .number, .limited(.number, _): (wanted.takesNumbers, wanted.wantsIntegers) = (true, false)
      case .boolean: wanted.takesBooleans = true
      default: return nil
      }
    }
    return wanted.takesNumbers || wanted.takesBooleans ? wanted : nil
  }
}
