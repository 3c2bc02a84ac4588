/// Texts before and after: comments, block texts, quotes.
extension FormatterTests {
  static let textCases: [Case] = [
    Case(
      "comments above, behind and at the end",
      #"""
      # head

      # about a
      a: 1 # one
      # about b
      b: # list
        # first
        - x # ex
        # second
        - y
        # end of list
      # end

      """#,
      #"""
      # head

      # about a
      a: 1 # one
      # about b
      b: # list
        # first
        - x # ex
        # second
        - y
        # end of list
      # end

      """#),
    Case(
      "comments at a dash",
      #"""
      streams:
      - # on the dash
        name: a
        # inside
        type: DeclarativeStream
      -
        # above the first field
        name: b

      """#,
      #"""
      streams:
        # on the dash
        # inside
        - type: DeclarativeStream
          name: a
        # above the first field
        - name: b

      """#),
    Case(
      "comments around single values",
      #"""
      a:
        # between
        1
      b: # on the key
        2 # on the value
      c:
        # below nothing
      d: 1
        # deeper than d
      e: 1

      """#,
      #"""
      # between
      a: 1
      # on the key
      b: 2 # on the value
      c:
        # below nothing
      d: 1
      # deeper than d
      e: 1

      """#),
    Case(
      "block texts",
      #"""
      a: |
            literal
              more

      b: >-
          folded
          text

            more


      c: |+ # keep
        x


      d: |2
          indented
         less
      e: >+

        x

      f: |

      """#,
      #"""
      a: |
        literal
          more

      b: >-
        folded
        text

          more

      c: |+ # keep
        x


      d: |2
          indented
         less
      e: >+

        x

      f: ""

      """#),
    Case(
      "quotes",
      #"""
      a: 'single'
      b: 'it''s'
      c: "plain"
      d: "{{ config[\"x\"] }}"
      e: 'say "hi"'
      f: "tab\t\""
      "key": 1
      'other key': 2
      "yes": 3
      "y": 4
      "$schema": 5

      """#,
      #"""
      a: "single"
      b: "it's"
      c: "plain"
      d: '{{ config["x"] }}'
      e: 'say "hi"'
      f: "tab\t\""
      key: 1
      "other key": 2
      "yes": 3
      "y": 4
      $schema: 5

      """#),
    Case(
      "texts of several lines",
      #"""
      a: first line
        second line

        after a blank
      b: "quoted
         over lines"
      c:
      - plain
        over lines

      """#,
      #"""
      a:
        first line
        second line

        after a blank
      b:
        "quoted
        over lines"
      c:
        - plain
          over lines

      """#),
    Case(
      "comments move with the type; data keeps its order",
      #"""
      # about the file

      # about the name
      name: a
      # about the type
      type: DeclarativeStream # behind
      schema: {properties: {}, type: DeclarativeStream}

      """#,
      #"""
      # about the file

      # about the type
      type: DeclarativeStream # behind
      # about the name
      name: a
      schema: {properties: {}, type: DeclarativeStream}

      """#),
    Case(
      "only a comment",
      #"""
      # only a comment

      """#,
      #"""
      # only a comment

      """#),
    Case(
      "a single text",
      #"""
      just text # c

      """#,
      #"""
      # c
      just text

      """#),
    Case(
      "comments go to the level at which they are indented",
      #"""
      a:
      - 1
      # about b
      b:
      - 2
        # about the list
      c:
          d:
              e: 1
              # at e
            # at d, nearly
          # at d
      # at c

      """#,
      #"""
      a:
        - 1
      # about b
      b:
        - 2
        # about the list
      c:
        d:
          e: 1
          # at e
        # at d, nearly
        # at d
      # at c

      """#),
    Case(
      "comments behind block texts",
      #"""
      a:
        - |
          text
        # after text
        - b: |-
            text
          # inner
        # outer

      """#,
      #"""
      a:
        - |
          text
        # after text
        - b: |-
            text
          # inner
        # outer

      """#),
    Case(
      "quoted text of several lines with a comment",
      #"""
      key: 'multi
        line ''quoted''

        end' # c

      """#,
      #"""
      key:
        'multi
        line ''quoted''

        end' # c

      """#),
    Case(
      "comments apart from their neighbours",
      #"""
      a: x # trailing

      # next

      # next 2
      b: y

      """#,
      #"""
      a: x # trailing

      # next

      # next 2
      b: y

      """#),
  ]
}
