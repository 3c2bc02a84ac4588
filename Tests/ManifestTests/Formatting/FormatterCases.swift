import Testing

/// Texts before and after, one for each rule of the layout.
extension FormatterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var before: String
    var after: String

    init(_ name: String, _ before: String, _ after: String) {
      self.name = name
      self.before = before
      self.after = after
    }

    var testDescription: String { name }
  }

  static let cases: [Case] = structureCases + textCases

  static let structureCases: [Case] = [
    Case(
      "indentation",
      #"""
      a:   1
      b:
          c: 2
          d:
          - x
          -   y

      """#,
      #"""
      a: 1
      b:
        c: 2
        d:
          - x
          - y

      """#),
    Case(
      "brackets, with comments inside",
      #"""
      a: [1,  2 ,3]
      b: { x: 1,y: [ ] , z: {} }
      c: [
        1, # one
        # two
        2
        # end
      ]
      d: { a: 1, # why
        b: 2 }

      """#,
      #"""
      a: [1, 2, 3]
      b: {x: 1, y: [], z: {}}
      c:
        - 1 # one
        # two
        - 2
        # end
      d:
        a: 1 # why
        b: 2

      """#),
    Case(
      "anchors, aliases, merge keys",
      #"""
      a: &anchor
          x: 1
      b:
          <<: *anchor
          y: 2
      c: &s text
      d: [*anchor, *s]
      e: &l # comment
      - 1

      """#,
      #"""
      a: &anchor
        x: 1
      b:
        <<: *anchor
        y: 2
      c: &s text
      d: [*anchor, *s]
      e: &l # comment
        - 1

      """#),
    Case(
      "blank lines",
      #"""



      a: 1



      b:

        c: 1


        d: 2



      """#,
      #"""
      a: 1

      b:
        c: 1

        d: 2

      """#),
    Case(
      "directives and tags",
      #"""
      %YAML 1.1
      # why
      ---
      a: !!str 1
      b: !!set {x, y}
      ...
      # end

      """#,
      #"""
      # why
      %YAML 1.1
      ---
      a: !!str 1
      b: !!set
        x:
        y:
      # end

      """#),
    Case(
      "document marker",
      #"""
      --- # start
      a: 1

      """#,
      #"""
      # start
      a: 1

      """#),
    Case(
      "type first, version before it",
      #"""
      version: 1.0.0
      check:
        stream_names: [a]
        type: CheckStream
      type: DeclarativeSource
      streams:
        - {name: a, type: DeclarativeStream}

      """#,
      #"""
      version: 1.0.0
      type: DeclarativeSource
      check:
        type: CheckStream
        stream_names: [a]
      streams:
        - {type: DeclarativeStream, name: a}

      """#),
    Case(
      "lists in lists",
      #"""
      - - 1
        - 2
      -
        - # c
          - 3
      - key: v
      - &x
        key: w
      - !!map
        key: w

      """#,
      #"""
      - - 1
        - 2
      # c
      - - - 3
      - key: v
      - &x
        key: w
      - !!map
        key: w

      """#),
    Case(
      "JSON",
      #"""
      {"version": "1", "streams": [{"name": "a", "b": [1, 2, 3]}], "long": ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "ccccccccccc"]}

      """#,
      #"""
      version: "1"
      streams: [{name: "a", b: [1, 2, 3]}]
      long: ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "ccccccccccc"]

      """#),
    Case(
      "explicit keys",
      #"""
      ? # c1
        a # c2
      : # c3
        b

      """#,
      #"""
      # c1
      # c2
      a: b # c3

      """#),
    Case(
      "empty brackets with comments",
      #"""
      a: [ # head
      ]
      b: {
        # inside nothing
      }

      """#,
      #"""
      a: [] # head
      # inside nothing
      b: {}

      """#),
  ]
}
