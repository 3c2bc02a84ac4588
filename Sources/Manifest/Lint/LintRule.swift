internal import Document

/// Something that no declaration can say: a look at a whole manifest for one mistake, or a small family of mistakes.
protocol LintRule: Sendable {
  /// Says what is wrong with a manifest. Its parts may be of any form: what contradicts a declaration is reported elsewhere.
  static func check(_ manifest: LintedManifest, _ report: inout LintReport)
}

/// All rules. A new one is added here and nowhere else.
enum LintRules {
  static let all: [any LintRule.Type] = [
    TemplateSyntaxRule.self, TemplateVariableRule.self, MethodAsFieldRule.self, ConstantTemplateRule.self, UnusedDefinitionRule.self,
    MisspelledFieldRule.self, NewerComponentRule.self, CustomComponentRule.self, StreamNameRule.self, ParentStreamRule.self,
    SchemaFieldRule.self, DateRule.self,
    PaginatorRule.self, ResponseFilterRule.self, SettingsRule.self,
  ]
}
