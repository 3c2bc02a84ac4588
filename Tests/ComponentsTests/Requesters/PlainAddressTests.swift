import ConnectorKit
import JSON
import Testing

/// What is put together in one pass must be what the rules give.
@Suite struct PlainAddressTests {
  static let bases = [
    "https://api.example.com", "https://api.example.com/", "http://127.0.0.1:8080/v1", "https://api.example.com/v1/",
    "HTTPS://Api.example.com/v1", "https://api.example.com/a//b/", "https://api.example.com/./a/", "https://api.example.com/a?b=c",
    "https://u:p@api.example.com/x#y", "api.example.com/v1", "", "/v1", "https://", "https://é.example.com/ü",
  ]
  static let paths = [
    "items", "items/", "items/1", "a//b", "./a", "a/../b", "..", "items?since=2024-01-01T00:00:00Z", "items:search", "a/b:c", "?page=2",
    "#top", "a/?x", "a#b?c", "/items", "//other.example.com/x", "https://other.example.com/y", "https:y", ".hidden", "a/.b", "a.b", "ü/é",
    "a b", "a%20b", "a?", "a#",
  ]

  @Test(arguments: bases) func pathsAreJoinedByTheRules(base: String) {
    for path in Self.paths {
      let resolved = Address(base.hasSuffix("/") ? base : base + "/").resolving(path).text
      #expect(Address.joined(base, path) == resolved, "\(base) and \(path)")
    }
    #expect(Address.joined(base, "") == base)
  }

  /// An address of the same scheme that names no host is at that of the base.
  @Test(arguments: [
    ("https:///x", "https://api.example.com/x"), ("https:/x", "https://api.example.com/x"), ("https:x", "https://api.example.com/v1/x"),
    ("https://", "https://api.example.com/v1/"), ("http:///x", "http:///x"),
  ]) func addressesWithoutAHost(path: String, joined: String) {
    #expect(Address.joined("https://api.example.com/v1", path) == joined)
  }

  @Test(arguments: [
    (" https://api.example.com/v1\n", "items"), ("https://api.example.com/v1", "\nitems\n"), ("https://api.example.com/v1/", "it\tems\r\n"),
  ]) func lineBreaksOfTheManifestAreNoPartOfAnAddress(base: String, path: String) {
    #expect(Address.joined(base, path) == "https://api.example.com/v1/items")
  }

  @Test func blanksBeforeAnAddressAreNoPartOfIt() {
    #expect(RequestAssembly.url("\n https://api.example.com/v1", [:]) == "https://api.example.com/v1")
  }

  @Test(arguments: [
    ("https://api.example.com\n", "items", "https://api.example.com/items"),
    ("https://api.example.com", " items ", "https://api.example.com/items "),
    ("https://api.example.com/v1", " /items", "https://api.example.com/items"),
    ("https://api.example.com", "it ems", "https://api.example.com/it ems"),
  ])
  func onlyBlanksBeforePathsArePassedOver(base: String, path: String, expected: String) {
    #expect(Address.joined(base, path) == expected)
  }

  @Test(arguments: [
    ("https://api.example.com/v1", "https://api.example.com/v1?a=1&b=x+y&c=1&c=2"),
    ("https://api.example.com", "https://api.example.com/?a=1&b=x+y&c=1&c=2"),
    ("HTTPS://api.example.com", "https://api.example.com/?a=1&b=x+y&c=1&c=2"),
    ("https://api.example.com/v1?q=1", "https://api.example.com/v1?q=1&a=1&b=x+y&c=1&c=2"),
    ("https://api.example.com/v1?a=1", "https://api.example.com/v1?a=1&b=x+y&c=1&c=2"),
    ("https://api.example.com/v1#top", "https://api.example.com/v1?a=1&b=x+y&c=1&c=2#top"),
    ("https://api.example.com/a b", "https://api.example.com/a%20b?a=1&b=x+y&c=1&c=2"),
    ("https://api.example.com/%7Ea", "https://api.example.com/~a?a=1&b=x+y&c=1&c=2"),
    ("https://api.example.com/100%", "https://api.example.com/100%?a=1&b=x+y&c=1&c=2"),
    ("https://api.example.com/ü", "https://api.example.com/%C3%BC?a=1&b=x+y&c=1&c=2"),
  ]) func parametersAreAdded(address: String, expected: String) {
    let parameters: JSONObject = ["a": 1, "b": "x y", "none": .null, "c": [1, .null, 2]]
    #expect(RequestAssembly.url(address, parameters) == expected)
  }

  @Test func noParametersLeaveTheAddress() {
    #expect(RequestAssembly.url("https://api.example.com/v1", [:]) == "https://api.example.com/v1")
    #expect(RequestAssembly.url("https://api.example.com/v1?", ["a": .null]) == "https://api.example.com/v1")
  }

  @Test func bytesOfASet() {
    let set = ByteSet([0, 63, 64, 127, 200])
    #expect((0...255).filter { set.contains(UInt8($0)) } == [0, 63, 64, 127])
    #expect((0...255).filter { set.union([65]).removing(63).removing(64).contains(UInt8($0)) } == [0, 65, 127])
  }

  @Test func copiesOfASliceAreTheirOwn() {
    let slice = StreamSlice(partition: ["a": 1])
    var other = slice
    other.partition["b"] = 2
    other.extraFields = ["c": 3]
    #expect(slice == StreamSlice(partition: ["a": 1]) && other == StreamSlice(partition: ["a": 1, "b": 2], extraFields: ["c": 3]))
  }
}
