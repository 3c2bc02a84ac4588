import Testing

@testable import Components

@Suite struct GlobTests {
  @Test(arguments: [
    ("a*", "abc", true), ("a*", "ba", false), ("*", "", true), ("?", "é", true), ("?", "ab", false), ("a*c*e", "abcde", true),
    ("a*c*e", "abcd", false), ("[abc]x", "bx", true), ("[!abc]x", "bx", false), ("[a-c]", "b", true), ("[a-c]", "d", false),
    ("[c-a]", "b", false), ("[a-]", "-", true), ("[]]", "]", true), ("[!]]", "]", false), ("[abc", "[abc", true), ("x[", "x[", true),
    ("**", "anything", true), ("a.b", "axb", false),
  ])
  func matches(pattern: String, text: String, isMatch: Bool) {
    #expect(Glob(pattern).matches(text) == isMatch)
  }
}
