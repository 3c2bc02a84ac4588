/// Text written with the characters of ASCII, as it would be read aloud.
enum Transliteration {
  static func ascii(_ text: String) -> String { text }
}
