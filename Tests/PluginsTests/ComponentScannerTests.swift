import Testing

@testable import Plugins

@Suite struct ComponentScannerTests {
  static let rows: [(source: String, components: [String])] = [
    ("struct A: BodyDecoder {\n  static let spec = ComponentSpec<any BodyDecoder>(\"A\")\n}", ["A"]),
    ("final class A {}\nextension A { static let spec = 1 }", ["A"]),
    ("enum Outer { struct Inner { static var spec: Int { 1 } } }", ["Outer.Inner"]),
    ("extension Outer.Inner { static let spec = 1 }", ["Outer.Inner"]),
    ("struct A { func f() { if true {} }\n static let spec = 1 }\nstruct B { static let spec = 2 }", ["A", "B"]),
    ("struct A { class func f() {}\n static let spec = 1 }", ["A"]),
    ("// struct A { static let spec = 1 }\n/* struct B { /* */ static let spec = 1 } */", []),
    ("let text = \"struct A { static let spec = 1 }\"", []),
    ("let text = \"\"\"\n  struct A { static let spec = \"1\" }\n  \"\"\"\nstruct B { static let spec = 1 }", ["B"]),
    ("let text = #\"a\"{\"#\nstruct B { static let spec = 1 }", ["B"]),
    ("let text = \"\\(f(\"}\"))}\"\nstruct B { static let spec = 1 }", ["B"]),
    ("struct A { let spec = 1 }\nstruct B { func f() { let spec = 1 } }", []),
    ("static let spec = 1", []),
  ]

  @Test(arguments: rows.indices) func typesWithASpecAreFound(_ row: Int) {
    #expect(ComponentScanner.components(in: Array(Self.rows[row].source.utf8)) == Self.rows[row].components)
  }
}
