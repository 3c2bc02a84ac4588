import JSON
import Testing
import JSONSchema

@Suite
struct FormatTests {
  static let valid: [(format: String, text: String)] = [
    ("date-time", "2024-02-29T12:00:00Z"), ("date-time", "2024-02-29t12:00:00.5+05:30"), ("date-time", "1998-12-31T23:59:60Z"),
    ("date-time", "1998-12-31T15:59:60-08:00"), ("date", "2020-02-29"), ("time", "08:30:06Z"), ("time", "23:59:60Z"),
    ("email", "joe.bloggs@example.com"), ("email", "\"joe bloggs\"@example.com"), ("email", "a@[127.0.0.1]"),
    ("email", "a@[IPv6:::1]"), ("hostname", "www.example.com"), ("hostname", "xn--4gbwdl.xn--wgbh1c"), ("ipv4", "192.168.0.1"),
    ("ipv6", "::1"), ("ipv6", "::"), ("ipv6", "1::"), ("ipv6", "1:2:3:4:5:6:7:8"), ("ipv6", "::ffff:192.168.0.1"),
    ("ipv6", "1:2:3:4:5:6:1.2.3.4"), ("uri", "http://foo.bar/?baz=qux#quux"), ("uri", "urn:oasis:names"), ("uri", "http://[::1]:80/"),
    ("uri-reference", "/abc"), ("uri-reference", "#frag"), ("iri", "http://ƒøø.ßår/?∂éœ=πîx"), ("uri-template", "http://x/{+a,b*,c:3}"),
    ("uuid", "2EB8AA08-aa98-11ea-b4aa-73b441d16380"), ("regex", "^a(b|c)$"), ("json-pointer", "/foo/~0~1/0"), ("json-pointer", ""),
    ("relative-json-pointer", "0#"), ("relative-json-pointer", "10/a"), ("no-such-format", "anything"),
  ]

  static let invalid: [(format: String, text: String)] = [
    ("date-time", "2023-02-29T12:00:00Z"), ("date-time", "2024-01-01T24:00:00Z"), ("date-time", "2024-01-01T12:00:00"),
    ("date-time", "1998-12-31T22:59:60Z"), ("date-time", "2024-01-01 12:00:00Z"), ("date", "2021-02-29"), ("date", "2021-2-1"),
    ("date", "২০২১-01-01"), ("time", "08:30:06"), ("time", "08:30:06.Z"), ("time", "22:59:60Z"), ("email", "joe"), ("email", ".joe@x.com"),
    ("email", "a..b@x.com"), ("email", "a@[127.0.0.300]"), ("hostname", "-a.com"), ("hostname", "a_b.com"), ("hostname", ""),
    ("ipv4", "256.0.0.1"), ("ipv4", "01.0.0.1"), ("ipv4", "1.2.3"), ("ipv6", "12345::"), ("ipv6", ":2:3:4:5:6:7:8"),
    ("ipv6", "1:2:3:4:5:6:7:"), ("ipv6", "1::2::3"), ("ipv6", "1:2:3:4:5:6:7"), ("ipv6", "::1%eth0"), ("ipv6", "1:2:3:4:5:6:7:8::"),
    ("uri", "//foo.bar"), ("uri", "http:// x"), ("uri", "http://a/%zz"), ("uri", "1http://a"), ("uri-reference", "\\\\share"),
    ("uri-template", "http://x/{a"), ("uri-template", "http://x/{}"), ("uuid", "2eb8aa08-aa98-11ea-b4aa73b441d16380"), ("regex", "("),
    ("json-pointer", "foo"), ("json-pointer", "/~2"), ("relative-json-pointer", "01/a"), ("relative-json-pointer", "-1"),
  ]

  private func isValid(_ format: String, _ text: String, _ formats: JSONSchemaOptions.Formats) throws -> Bool {
    try JSONSchema.compile(["format": .string(format)], options: JSONSchemaOptions(formats: formats)).isValid(.string(text))
  }

  @Test(arguments: valid)
  func goodTextPasses(format: String, text: String) throws { #expect(try isValid(format, text, .checked)) }

  @Test(arguments: invalid)
  func badTextFailsOnlyWhenChecked(format: String, text: String) throws {
    #expect(try !isValid(format, text, .checked))
    #expect(try isValid(format, text, .ignored))
  }
}
