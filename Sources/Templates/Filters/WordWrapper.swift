import PythonRules
import RegularExpressions

/// Breaks a text into lines as Python's `textwrap` does, keeping tabs and other white space inside the lines.
struct WordWrapper {
  let width: Int
  let breaksLongWords: Bool
  let breaksOnHyphens: Bool

  /// - Throws: a value error for a width below one.
  func wrap(_ text: String) throws(TemplateError) -> [String] {
    if width <= 0 { throw TemplateError(.valueError, "invalid width \(width) (must be > 0)") }
    var chunks = [ArraySlice<Unicode.Scalar>](Chunker(Array(text.unicodeScalars), breaksOnHyphens).chunks().reversed())
    var lines: [String] = []
    while !chunks.isEmpty {
      var line: [ArraySlice<Unicode.Scalar>] = []
      var length = 0
      if !lines.isEmpty, let chunk = chunks.last, isBlank(chunk) { chunks.removeLast() }
      while let chunk = chunks.last, length + chunk.count <= width {
        line.append(chunk)
        length += chunk.count
        chunks.removeLast()
      }
      if let chunk = chunks.last, chunk.count > width { split(chunk, &chunks, &line, length) }
      if let last = line.last, isBlank(last) { line.removeLast() }
      if !line.isEmpty {
        var view = String.UnicodeScalarView()
        for chunk in line { view.append(contentsOf: chunk) }
        lines.append(String(view))
      }
    }
    return lines
  }

  private func isBlank(_ chunk: ArraySlice<Unicode.Scalar>) -> Bool { chunk.allSatisfy(PythonCharacter.isSpace) }

  /// Puts as much as fits of a word that is longer than a line, or all of it on a line of its own.
  private func split(
    _ chunk: ArraySlice<Unicode.Scalar>, _ chunks: inout [ArraySlice<Unicode.Scalar>],
    _ line: inout [ArraySlice<Unicode.Scalar>], _ length: Int
  ) {
    if breaksLongWords {
      let start = chunk.startIndex
      let space = start + width - length
      var end = space
      if breaksOnHyphens, chunk.endIndex > space, let hyphen = chunk[..<space].lastIndex(of: "-"), hyphen > start,
        chunk[..<hyphen].contains(where: { $0 != "-" })
      {
        end = hyphen + 1
      }
      line.append(chunk[..<end])
      chunks[chunks.count - 1] = chunk[end...]
    } else if line.isEmpty {
      line.append(chunk)
      chunks.removeLast()
    }
  }
}

/// Finds the pieces between which a line may break.
private struct Chunker {
  let scalars: [Unicode.Scalar]
  let breaksOnHyphens: Bool

  init(_ scalars: [Unicode.Scalar], _ breaksOnHyphens: Bool) {
    self.scalars = scalars
    self.breaksOnHyphens = breaksOnHyphens
  }

  func chunks() -> [ArraySlice<Unicode.Scalar>] {
    var chunks: [ArraySlice<Unicode.Scalar>] = []
    var start = 0
    while start < scalars.count {
      let end = end(from: start)
      chunks.append(scalars[start..<end])
      start = end
    }
    return chunks
  }

  private func end(from start: Int) -> Int {
    var end = start
    if isSpace(start) {
      while isSpace(end) { end += 1 }
      return end
    }
    guard breaksOnHyphens else {
      while end < scalars.count, !isSpace(end) { end += 1 }
      return end
    }
    if start > 0, isWordOrPunctuation(start - 1), let dash = dashEnd(start) { return dash }
    end = start + 1
    while end < scalars.count, !isSpace(end) {
      if hyphenates(end) { return end + 1 }
      if isWordOrPunctuation(end - 1), dashEnd(end) != nil { return end }
      end += 1
    }
    return end
  }

  /// The white space a line may break at; wider spaces hold words together.
  private func isSpace(_ place: Int) -> Bool {
    guard place < scalars.count else { return false }
    return scalars[place] == " " || (0x09...0x0D).contains(scalars[place].value)
  }

  private func isWord(_ place: Int) -> Bool {
    place >= 0 && place < scalars.count && RegexCategory.word.contains(scalars[place].value, ascii: false)
  }

  private func isLetter(_ place: Int) -> Bool {
    isWord(place) && !RegexCategory.digit.contains(scalars[place].value, ascii: false)
  }

  private func isWordOrPunctuation(_ place: Int) -> Bool {
    isWord(place) || "!\"'&.,?".unicodeScalars.contains(scalars[place])
  }

  /// Where a dash of two or more hyphens in front of a word ends, when one begins here.
  private func dashEnd(_ start: Int) -> Int? {
    var end = start
    while end < scalars.count, scalars[end] == "-" { end += 1 }
    return end - start >= 2 && isWord(end) ? end : nil
  }

  /// Whether here is a hyphen inside a word: two letters, or a letter of an abbreviation, before it and letters behind.
  private func hyphenates(_ place: Int) -> Bool {
    guard scalars[place] == "-" else { return false }
    let isAfterLetters = isLetter(place - 1) && isLetter(place - 2)
    let isAfterLetterAndHyphen = isLetter(place - 1) && place >= 3 && scalars[place - 2] == "-" && isLetter(place - 3)
    guard isAfterLetters || isAfterLetterAndHyphen, isLetter(place + 1) else { return false }
    return isLetter(place + 2) || place + 2 < scalars.count && scalars[place + 2] == "-" && isLetter(place + 3)
  }
}
