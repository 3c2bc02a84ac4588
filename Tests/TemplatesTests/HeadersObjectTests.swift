import JSON
import Testing
import Templates

@Suite struct HeadersObjectTests {
  @Test(
    arguments: [
      ("{{ headers['x-left'] }}", .integer(5)), ("{{ headers['X-LEFT'] }}", .integer(5)), ("{{ headers.get('x-Left', 1) }}", .integer(5)),
      ("{{ headers.get('other', 1) }}", .integer(1)), ("{{ headers.Link }}", .string("<a>")), ("{{ 'LINK' in headers }}", .bool(true)),
      ("{{ 'other' in headers }}", .bool(false)), ("{{ headers | length }}", .integer(2)), ("{{ headers['other'] }}", nil),
      ("{{ headers.keys() | join(',') }}", .string("X-Left,link")), ("{{ headers['X-' ~ 'left'] }}", .integer(5)),
    ] as [(String, JSONValue?)])
  func namesAreFoundInAnyCase(_ template: String, _ expected: JSONValue?) throws {
    let context = DictionaryContext(["headers": .object(HeadersObject(["X-Left": "5", "link": "<a>"]))])
    let text = InterpolatedString(template, fallback: "none", environment: InterpolationVectors.environment)
    #expect(try text.evaluate(context).json == expected ?? "none")
  }
}
