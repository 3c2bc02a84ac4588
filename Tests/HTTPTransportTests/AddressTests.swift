@testable import HTTPTransport
import Testing

@Suite struct AddressTests {
  /// The examples of RFC 3986, section 5.4, on `http://a/b/c/d;p?q`.
  static let references: [(String, String)] = [
    ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"), ("//g", "http://g"),
    ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"), ("g?y#s", "http://a/b/c/g?y#s"),
    (";x", "http://a/b/c/;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"),
    ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"), ("/./g", "http://a/g"),
    ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"),
    ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"), ("g?y/../x", "http://a/b/c/g?y/../x"), ("HTTPS://x/y", "https://x/y"),
  ]

  @Test(arguments: references) func resolution(reference: String, expected: String) {
    #expect(WebAddress("http://a/b/c/d;p?q").resolving(WebAddress(reference)).text == expected)
  }

  @Test(
    arguments: [
      ("http://h/", "h", nil), ("http://H:81/", "h", 81), ("https://u:p@h:1/x@y:2", "h", 1), ("http://[::1]:90/", "::1", 90),
      ("http://[::1]/", "::1", nil), ("http://h?x:1", "h", nil),
    ] as [(String, String, Int?)])
  func hostAndPort(url: String, host: String, port: Int?) {
    #expect(WebAddress(url).host == host && WebAddress(url).port == port)
  }

  @Test(arguments: [
    ("http://h/a", "http://h/b", false), ("http://h/a", "http://H:80/b", false), ("http://h", "https://h", false),
    ("http://h:80", "https://h:443", false), ("https://h", "http://h", true), ("http://h", "http://h:8080", true),
    ("http://h", "http://g", true), ("http://h:8080", "https://h", true), ("http://h:8080", "http://h:8080", false),
    ("http://h", "https://h:8443", true), ("http://h", "http://sub.h", true),
  ])
  func leavingTheOrigin(old: String, new: String, leaves: Bool) {
    #expect(RedirectRules.leavesOrigin(WebAddress(old), WebAddress(new)) == leaves)
  }

  @Test func locationHidesSecrets() {
    #expect(WebAddress("https://u:p@h:1/a/b?k=v#f").location == "https://h:1/a/b")
  }
}
