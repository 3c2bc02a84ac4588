package import Document
internal import YAML

/// Mends a manifest in its text: old spellings become today's, and everything else stays byte for byte.
///
/// A safe fix is made only when the manifest means the same afterwards, which is checked for each. Guesses, such as the nearest name for
/// one that does not exist, are made on request.
package struct ManifestFixer {
  /// What became of a text.
  package struct Result: Sendable {
    /// The text after the fixes.
    package var bytes: [UInt8]
    /// The problems that were mended, with the places they had in the text before.
    package var applied: [Diagnostic]
    /// The old spellings that were left, since no edit of the text keeps the meaning.
    package var left: [Diagnostic]
  }

  private let file: String
  private var text: String
  private var applied: [Diagnostic] = []

  /// Guesses can bring others to light; more rounds than these are not needed.
  private static let rounds = 8

  /// The manifest with its problems mended.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8.
  ///   - problems: gives the problems of a text; those with a ``Diagnostic/fixIt`` are mended too, and the manifest may mean something
  ///     else afterwards. Nil for safe fixes only.
  /// - Throws: what is wrong with the text when it cannot be loaded, `encoding` when it is not UTF-8.
  package static func fix(
    _ bytes: [UInt8], file: String, guessing problems: ((_ text: String) -> [Diagnostic])? = nil
  ) throws(DiagnosticList) -> Result {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let hasMark = bytes.starts(with: mark)
    guard let text = String(validating: bytes.dropFirst(hasMark ? mark.count : 0), as: UTF8.self) else {
      throw DiagnosticList([
        Diagnostic(
          code: .encoding, "the text is not UTF-8", at: SourceLocation(file: file, line: 1, column: 1), fix: "save the file as UTF-8")
      ])
    }
    var fixer = ManifestFixer(file: file, text: text)
    if let problems { try fixer.guess(problems) }
    let left = try fixer.modernize()
    let applied = fixer.applied.sorted {
      ($0.location?.line ?? 0, $0.location?.column ?? 0) < ($1.location?.line ?? 0, $1.location?.column ?? 0)
    }
    return Result(bytes: (hasMark ? mark : []) + Array(fixer.text.utf8), applied: applied, left: left)
  }

  private init(file: String, text: String) {
    self.file = file
    self.text = text
  }

  private func index(of text: String) throws(DiagnosticList) -> SyntaxIndex {
    do {
      return SyntaxIndex(try SyntaxTree(Array(text.utf8), file: file))
    } catch {
      throw DiagnosticList([error])
    }
  }

  // MARK: Safe fixes

  private mutating func modernize() throws(DiagnosticList) -> [Diagnostic] {
    let loaded = try ManifestLoader.load(text: text, file: file)
    let old = loaded.warnings.filter { $0.code == .deprecated }
    guard !old.isEmpty else { return [] }
    let index = try index(of: text)
    let candidates = old.map { OldSpelling.edits(for: $0, in: index) }
    let meaning = loaded.root.meaning
    // A field must not come to stand beside one of its new name.
    let known = Set(loaded.warnings.filter { $0.code == .duplicateKey }.map(\.message))
    var chosen = candidates.map(\.first)
    if !isSame(chosen.compactMap(\.self).flatMap(\.self), index, meaning, known) {
      chosen = []
      for options in candidates {
        let kept = chosen.compactMap(\.self).flatMap(\.self)
        chosen.append(options.first { isSame(kept + $0, index, meaning, known) })
      }
    }
    applied += zip(old, chosen).compactMap { $1 == nil ? nil : $0 }
    text = TextEdit.apply(chosen.compactMap(\.self).flatMap(\.self), to: index.tree.scalars)
    return zip(old, chosen).compactMap { $1 == nil ? $0 : nil }
  }

  private func isSame(_ edits: [TextEdit], _ index: SyntaxIndex, _ meaning: Node, _ known: Set<String>) -> Bool {
    let fixed = TextEdit.apply(edits, to: index.tree.scalars)
    guard let loaded = try? ManifestLoader.load(text: fixed, file: file),
      loaded.warnings.allSatisfy({ $0.code != .duplicateKey || known.contains($0.message) })
    else { return false }
    return loaded.root.meaning.isEquivalent(to: meaning)
  }

  // MARK: Guesses

  private mutating func guess(_ problems: (String) -> [Diagnostic]) throws(DiagnosticList) {
    var found = problems(text)
    for _ in 0..<Self.rounds {
      let index = try index(of: text)
      var edits: [TextEdit] = []
      var mended: [Diagnostic] = []
      for problem in found {
        guard let fixIt = problem.fixIt, let place = index[problem.location],
          let edit = FieldEdits(tree: index.tree, place: place).rename(to: fixIt.replacement), !applied.contains(problem),
          // A name that several uses find missing is replaced once.
          !edits.contains(where: { $0.range.overlaps(edit[0].range) })
        else { continue }
        edits += edit
        mended.append(problem)
      }
      let fixed = TextEdit.apply(edits, to: index.tree.scalars)
      guard !edits.isEmpty, (try? YAMLReader.read(fixed, file: file, dialect: .tolerant)) != nil else { return }
      let after = problems(fixed)
      let messages = Set(after.map(\.message))
      guard !mended.contains(where: { messages.contains($0.message) }) else { return }
      text = fixed
      applied += mended
      found = after
    }
  }
}
