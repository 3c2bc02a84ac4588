/// Gives a subject one changed seed after the other.
package struct FuzzRun {
  private var mutator: TextMutator
  private let subject: FuzzSubject

  /// - Parameter seed: runs of the same seed and corpus give the same inputs.
  package init(_ subject: FuzzSubject, corpus: SeedCorpus, seed: UInt64) {
    self.subject = subject
    // Laying out and mending takes longer than reading; depth shows in what reads.
    let grows = subject == .reader || subject == .template || subject == .expression
    mutator = TextMutator(
      random: FuzzRandom(seed: seed), seeds: corpus.seeds(for: subject), words: corpus.words(for: subject), grows: grows)
  }

  /// The next input.
  package mutating func next() -> String { mutator.next() }

  /// Runs so many inputs.
  ///
  /// - Throws: the first broken promise, and the input that broke it.
  package mutating func run(count: Int) throws(FuzzFinding) {
    for _ in 0..<count {
      let input = next()
      do {
        try subject.run(input)
      } catch {
        throw FuzzFinding(description: "\(subject): \(error)\n\(input)")
      }
    }
  }
}
