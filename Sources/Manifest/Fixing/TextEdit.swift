internal import YAML

/// A replacement of characters; everything around them stays byte for byte.
struct TextEdit: Hashable {
  /// The characters replaced, counted as Unicode scalars.
  var range: Range<Int>
  var replacement: String

  /// The text after edits that do not overlap. Edits at one place are made in the order given.
  static func apply(_ edits: [TextEdit], to scalars: [Unicode.Scalar]) -> String {
    var text = String.UnicodeScalarView()
    var place = 0
    let ordered = edits.enumerated().sorted { ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset) }
    for (_, edit) in ordered where edit.range.lowerBound >= place {
      text.append(contentsOf: scalars[place..<edit.range.lowerBound])
      text.append(contentsOf: edit.replacement.unicodeScalars)
      place = edit.range.upperBound
    }
    text.append(contentsOf: scalars[place...])
    return String(text)
  }
}
