/// The names of the manifest language's components: the built-in ones, and those that stand for a class of the connector's own.
enum LanguageNames {
  static func contains(_ type: String) -> Bool { LanguageFacts.types.contains(type) || CustomTypes.all.contains(type) }
}
