import ConnectorKit
import JSON
import Testing

/// Parameters that the address of a next page has already are not appended to it.
@Suite struct NextPageAddressTests {
  private static let base = "https://api.example.com/items"

  @Test(
    "Each parameter is sent once",
    arguments: [
      ("?f=a&f=b&p=2", ["f": ["a", "b"]], "?f=a&f=b&p=2"), ("?f=a&p=2", ["f": ["a", "b"]], "?f=a&p=2"),
      ("?f=a%2Cb", ["f": ["a", "b"]], "?f=a%2Cb"),
      ("?q=a%20b", ["q": "a b"], "?q=a%20b"), ("?q=a+b", ["q": "a b"], "?q=a+b"), ("?q=%61", ["q": "a"], "?q=a"),
      ("?q=b", ["q": "a"], "?q=b"),
      ("?f%5B%5D=1&f%5B%5D=2", ["f[]": [1, 2]], "?f%5B%5D=1&f%5B%5D=2"), ("?f[]=1", ["f[]": 1], "?f%5B%5D=1"), ("?q=", ["q": "a"], "?q="),
      ("?q", ["q": "a"], "?q"), ("?p=2", ["q": "a", "r": ["x", "y"]], "?p=2&q=a&r=x&r=y"), ("", ["q": "a"], "?q=a"),
      ("?a=1&q=x", ["q": .null, "a": 1], "?a=1&q=x"), ("?a%20b=1", ["a b": 2], "?a%20b=1"), ("?%71=1", ["q": 1], "?q=1"),
      ("?key=%2A%2A%2A&p=2", ["key": "k"], "?p=2&key=k"), ("?key=k&p=2", ["key": "k"], "?key=k&p=2"),
    ] as [(String, JSONObject, String)])
  func isSentOnce(query: String, parameters: JSONObject, expected: String) {
    #expect(RequestAssembly.url(Self.base + query, parameters, .ofNextPage(credentials: ["key"])) == Self.base + expected)
  }

  @Test("The manifest's own addresses get all parameters")
  func appendsToWrittenAddresses() {
    #expect(RequestAssembly.url(Self.base + "?f=a&q=1", ["f": ["a", "b"], "q": 1]) == Self.base + "?f=a&q=1&f=a&f=b")
  }
}
