internal import Document

/// Composes a text by the rules of the loader written in Python.
enum StrictReading {
  /// How many bytes may be parsed again because spots had to be mended, so that a hostile text cannot take for ever.
  private static let mendingBudget = 1 << 27

  static func compose(_ source: SourceText, limits: YAMLLimits) throws(Diagnostic) -> ComposedNode? {
    var text = source
    var mending = QuoteRepair()
    var work = 0
    var failure: CompositionFailure?
    var document: ComposedNode?
    repeat {
      failure = nil
      work += text.bytes.count
      do {
        document = try Composer.compose(text, limits: limits, bangResolves: true, mending: mending)
      } catch {
        failure = error
        guard case .syntax(let syntax, _) = error, work < mendingBudget, let mended = mending.mend(syntax, in: text) else { break }
        text = mended
      }
    } while failure != nil
    if let deviation = StrictScan.firstDeviation(in: text, mending: mending), isFirst(deviation, failure?.diagnostic) {
      throw deviation
    }
    if let failure { throw failure.diagnostic }
    return document
  }

  private static func isFirst(_ deviation: Diagnostic, _ other: Diagnostic?) -> Bool {
    guard let there = other?.location, let here = deviation.location else { return true }
    return (here.line, here.column) <= (there.line, there.column)
  }
}
