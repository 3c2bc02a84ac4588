import Document
import Testing

@Suite struct LineDiffTests {
  @Test(arguments: [
    ("a\nb\n", "a\nb\n", ""),
    ("a\nb\nc\n", "a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
    ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
    ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
    ("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
    (
      "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n",
      "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -8,4 +9,3 @@\n 8\n 9\n 10\n-11\n"
    ),
    ("x\nx\na\nx\n", "x\nb\nx\na\nx\nx\n", "@@ -1,4 +1,6 @@\n x\n+b\n x\n a\n+x\n x\n"),
  ])
  func hunks(_ old: String, _ new: String, _ expected: String) {
    let diff = LineDiff.unified(from: old, to: new, name: "f")
    #expect(diff == (expected.isEmpty ? "" : "--- f\n+++ f\n" + expected))
  }
}
