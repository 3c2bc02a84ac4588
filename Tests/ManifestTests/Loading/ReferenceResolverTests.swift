import Document
import Testing

@testable import Manifest

@Suite struct ReferenceResolverTests {
  /// A value, and what it becomes.
  static let table: [(String, String)] = [
    ("{d: {a: 1}, x: '#/d/a'}", "{d: {a: 1}, x: 1}"), ("{d: {a: {b: 1}}, x: {$ref: '#/d/a'}}", "{d: {a: {b: 1}}, x: {b: 1}}"),
    ("{d: {b: 1, c: 2}, x: {c: 3, $ref: '#/d', e: 4}}", "{d: {b: 1, c: 2}, x: {b: 1, c: 3, e: 4}}"),
    ("{d: '#/e', e: '#/f', f: [1], x: '#/d'}", "{d: [1], e: [1], f: [1], x: [1]}"),
    ("{d: [a, {b: c}], x: '#/d/1/b', y: '#/d/-1', z: ['#/d/0']}", "{d: ['a', {b: 'c'}], x: 'c', y: {b: 'c'}, z: ['a']}"),
    ("{n: {p: 1}, n/p: 2, x: '#/n/p'}", "{n: {p: 1}, n/p: 2, x: 2}"), ("{n: {p/q: 1}, x: '#/n/p/q'}", "{n: {p/q: 1}, x: 1}"),
    ("{d: {'7': a}, x: '#/d/7'}", "{d: {7: 'a'}, x: 'a'}"), ("{d: {7: {y: a}}, x: '#/d/7/y'}", "{d: {7: {y: 'a'}}, x: 'a'}"),
    ("{d: [1, 2], x: {$ref: '#/d', k: v}}", "{d: [1, 2], x: [1, 2]}"), ("{d: {$ref: no reference, k: v}}", "{d: 'no reference'}"),
    ("{d: {$ref: {a: 1, b: 2}, b: 3}}", "{d: {a: 1, b: 3}}"), ("{d: word, x: '#/d/0'}", "{d: 'word', x: 'w'}"),
    ("{d: 1, x: '#/d/'}", "{d: 1, x: 1}"),
    ("{d: 1, c: {config_overrides: {k: '#/none'}}}", "{d: 1, c: {config_overrides: {k: '#/none'}}}"),
    ("{a: {x: '#/b', y: 1}, b: {z: '#/a/y'}}", "{a: {x: {z: 1}, y: 1}, b: {z: 1}}"), ("{x: ' #/d', y: '# /d'}", "{x: ' #/d', y: '# /d'}"),
  ]

  @Test(arguments: table) func isResolved(_ text: String, _ expected: String) throws {
    #expect(spelling(try ReferenceResolver.resolve(try yaml(text))) == expected)
  }

  @Test("Of very many references that lead nowhere all are reported, and the first get suggestions")
  func manyUnknownReferencesStayCheap() throws {
    let names = (0..<2000).map { "something_else_\($0): 1" }.joined(separator: ", ")
    let references = (0..<2000).map { "'#/d/something_elze_\($0)'" }.joined(separator: ", ")
    let (_, problems) = ReferenceResolver.resolveRecovering(try yaml("d: {\(names)}\nx: [\(references)]"))
    #expect(problems.count == 2000 && problems.allSatisfy { $0.code == .unknownReference })
    #expect(problems.first?.fix != nil && problems.last?.fix == nil)
  }

  /// A manifest, the place of the problem, and words of its message.
  static let rejected: [(String, String, String, String)] = [
    ("x: '#/none'", "m.yaml:1:4", "unknown-reference", "'none' not found in the top level"),
    ("definitions: {items: 1}\nx: '#/definitions/itmes'", "m.yaml:2:4", "unknown-reference", "did you mean '#/definitions/items'?"),
    ("definitions: {items: {a: 1}}\nx: '#/definition/items/a'", "m.yaml:2:4", "unknown-reference", "did you mean '#/definitions/items/a'?"),
    ("d: [1]\nx: '#/d/1'", "m.yaml:2:4", "unknown-reference", "has 1 elements"),
    ("d: [1]\nx: '#/d/k'", "m.yaml:2:4", "unknown-reference", "is a list"),
    ("d: 5\nx: '#/d/k'", "m.yaml:2:4", "unknown-reference", "is an integer"),
    ("d: {'7': {y: a}}\nx: '#/d/7/y'", "m.yaml:2:4", "unknown-reference", "'7' not found"),
    ("a: '#/b'\nb: {c: '#/a'}", "m.yaml:1:4", "circular-reference", "#/b -> #/a -> #/b"),
    ("a: '#/'", "m.yaml:1:4", "circular-reference", "'#/': #/ -> #/"),
  ]

  @Test(arguments: rejected) func isRejected(_ text: String, _ place: String, _ code: String, _ words: String) throws {
    let root = try yaml(text)
    let error = try #require(throws: DiagnosticList.self) { try ReferenceResolver.resolve(root) }
    let first = try #require(error.diagnostics.first)
    #expect(first.location?.description == place)
    #expect(first.code.rawValue == code)
    #expect("\(first)".contains(words), "\(first)")
  }

  @Test func allUnknownReferencesAreReported() throws {
    let root = try yaml("a: '#/x'\nb: ['#/y', '#/z']")
    let error = try #require(throws: DiagnosticList.self) { try ReferenceResolver.resolve(root) }
    #expect(error.diagnostics.map { $0.location?.description } == ["m.yaml:1:4", "m.yaml:2:5", "m.yaml:2:12"])
  }

  @Test func valuesRememberWhereTheyWereWritten() throws {
    let root = try ReferenceResolver.resolve(try yaml("d:\n  a: 1\n  b: 2\nx:\n  $ref: '#/d'\n  b: 3\ny: '#/d'\n"))
    #expect(root["x"]?.location?.line == 5)
    #expect(root["x"]?["a"]?.location?.line == 2)
    #expect(root["x"]?["b"]?.location?.line == 6)
    #expect(root["y"]?.location?.line == 2)
  }

  @Test func hugeExpansionsStop() throws {
    var text = "a0: [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 { text += "a\(level): [\(Array(repeating: "'#/a\(level - 1)'", count: 10).joined(separator: ", "))]\n" }
    let root = try yaml(text)
    let error = try #require(throws: DiagnosticList.self) { try ReferenceResolver.resolve(root) }
    #expect(error.diagnostics.map(\.code) == [.manifestLimit])
  }

  @Test func deepExpansionsStop() throws {
    let open = String(repeating: "[", count: 100)
    let close = String(repeating: "]", count: 100)
    for reversed in [false, true] {
      let lines = (0..<20).map { "a\($0): \(open)'#/a\($0 + 1)'\(close)\n" }
      let root = try yaml((reversed ? lines.reversed() : lines).joined() + "a20: 1\n")
      let error = try #require(throws: DiagnosticList.self) { try ReferenceResolver.resolve(root) }
      #expect(error.diagnostics.map(\.code) == [.manifestLimit])
    }
  }

  @Test func longChainsStop() throws {
    let root = try yaml((0..<5000).map { "a\($0): '#/a\($0 + 1)'\n" }.joined() + "a5000: 1\n")
    let error = try #require(throws: DiagnosticList.self) { try ReferenceResolver.resolve(root) }
    #expect(error.diagnostics.first?.code == .manifestLimit)
  }
}
