package import Document

/// Reads YAML 1.1 text into a ``Node`` tree in which every value keeps its place.
///
/// Values, merge keys and errors are those of PyYAML's safe loader; JSON text is YAML as well.
package enum YAMLReader {
  /// What a document came to, and what a person should know about it although it could be read.
  package struct Result: Sendable {
    package var root: Node
    /// Warnings in the order of the text, such as `duplicate-key`.
    package var warnings: [Diagnostic]
  }

  /// Which of PyYAML's two safe loaders decides about text that only one of them takes.
  package enum Dialect: Sendable {
    /// The loader written in Python: a tab never separates values, `?` ends plain text inside `[]` and `{}`.
    case strict
    /// The loader on libyaml, and the one written in Python for text that libyaml refuses. The reference reads manifests so.
    case tolerant
  }

  /// Reads the one document of a YAML text. A text without a document gives null.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, with or without a byte order mark, or UTF-16 with one.
  ///   - file: the name that places in messages and values carry.
  /// - Throws: the first problem: `encoding`, `yaml-syntax`, `yaml-value`, `yaml-alias` or `yaml-limit`.
  package static func read(
    _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits(), dialect: Dialect = .strict
  ) throws(Diagnostic) -> Result {
    let source = try SourceText(bytes, file: file)
    let document = try compose(source, limits: limits, dialect: dialect)
    guard let document else { return Result(root: Node(.null, at: SourceLocation(file: file, line: 1, column: 1)), warnings: []) }
    var constructor = Constructor(file: file)
    let root = try constructor.construct(document)
    return Result(root: root, warnings: constructor.warnings)
  }

  /// Reads the one document of a YAML text held as a string; see ``read(_:file:limits:dialect:)-(Array<UInt8>,_,_,_)``.
  package static func read(
    _ text: String, file: String, limits: YAMLLimits = YAMLLimits(), dialect: Dialect = .strict
  ) throws(Diagnostic) -> Result {
    try read(Array(text.utf8), file: file, limits: limits, dialect: dialect)
  }

  /// Reads a YAML file. Throws `file-missing` or `file-unreadable` as well as what reading its text throws.
  package static func read(
    path: String, limits: YAMLLimits = YAMLLimits(), dialect: Dialect = .strict
  ) throws(Diagnostic) -> Result {
    try read(try TextFile.bytes(path), file: path, limits: limits, dialect: dialect)
  }

  private static func compose(
    _ source: SourceText, limits: YAMLLimits, dialect: Dialect
  ) throws(Diagnostic) -> ComposedNode? {
    if dialect == .tolerant {
      do {
        return try Composer.compose(source, limits: limits, bangResolves: false)
      } catch {
        if error.isLimit { throw error.diagnostic }
      }
    }
    return try StrictReading.compose(source, limits: limits)
  }
}
