import ConnectorKit
import JSON
import Templates
import Testing

@testable import Headwater

@Suite struct SecretMaskTests {
  /// A secret with every character that is escaped somewhere.
  private static let secret = #"k&y/"\é 💧<'%+=;"#

  private static func percent(_ text: String, lowercased: Bool = false) -> String {
    text.utf8.map { byte in
      let digits = String(byte, radix: 16, uppercase: !lowercased)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }

  /// As clients encode what stands in an address.
  private static func escaped(_ text: String) -> String { PercentEncoding.encode(text, keeping: PercentEncoding.unreserved) }

  private static func json(_ text: String) -> String { String(JSONText.python(.string(text)).dropFirst().dropLast()) }

  static let forms: [String] = [
    secret, percent(secret), percent(secret, lowercased: true), escaped(percent(secret)), escaped(escaped(secret)),
    escaped(escaped(escaped(secret))),
    "k%26y/%22%5C%C3%A9+%F0%9F%92%A7%3C%27%25%2B%3D%3B", "k%26y%2f%22%5c%c3%a9%20%f0%9f%92%a7%3c'%25%2b=;", json(secret),
    json(json(secret)),
    json(json(json(secret))), #"k\u0026y\/\"\\\u00e9 \ud83d\udca7\u003c\u0027%+=;"#,
    #"k\\u0026y\\/\\\"\\\\\\u00E9 \\uD83D\\uDCA7\\u003C'%+=;"#,
    "k&amp;y/&quot;\\é 💧&lt;&#39;%+=;", "k&#38;y&#x2F;&#34;&#92;&#233;&#32;&#128167;&#60;&apos;&#37;&#43;&#61;&#59;",
    "k&amp;amp;y/&amp;quot;\\é 💧&amp;lt;&amp;#x27;%+=;",
    #"k\046y/\"\\\303\251 \360\237\222\247<'%+=\073"#, Base64.encode(secret.utf8), Base64.encode("user:\(secret)".utf8),
    Base64.encode("us:\(secret)".utf8), Base64.encode("use:\(secret):more".utf8),
    Base64.encode(secret.utf8, alphabet: .urlSafe, padded: false),
  ]

  @Test("A secret is masked in every form in which it travels", arguments: forms)
  func masks(form: String) {
    let mask = SecretMask()
    mask.add(Self.secret)
    for text in [form, "Set-Cookie: s=\(form); Path=/", "{\"a\": \"\(form)\"}", "x\(form)"] {
      let masked = mask.mask(text)
      #expect(masked.contains("****"), "\(text)")
      #expect(!masked.contains(form), "\(masked)")
      #expect(masked.utf8.count <= text.utf8.count - form.utf8.count + 22, "\(masked)")
    }
  }

  @Test(
    "Texts without a secret stay what they are",
    arguments: [#"a\u0026b \"c\" %2 %zz \ \\ & &amp; &#; &#x; + %"#, "", "k&y", "💧é", #"\ud83d\n"#, "%"])
  func keeps(text: String) {
    let mask = SecretMask()
    mask.add(Self.secret)
    #expect(mask.mask(text) == text)
  }

  @Test("A key of several lines is masked whole, on one line and line by line")
  func masksKeys() {
    let lines = ["-----BEGIN PRIVATE KEY-----", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"]
    let mask = SecretMask()
    mask.add(lines.joined(separator: "\r\n"))
    for separator in ["\n", "\\n", "\\\\n", " ", "", "\r\n", "%0A", "%0D%0A"] {
      let masked = mask.mask("key: " + lines.joined(separator: separator) + " end")
      for line in lines.dropFirst() { #expect(!masked.contains(line.prefix(16)), "\(masked)") }
      #expect(masked.hasSuffix("end"))
    }
  }

  @Test("The longest of overlapping secrets is masked")
  func masksTheLongest() {
    let mask = SecretMask()
    for secret in ["abc", "abcdef", "def"] { mask.add(secret) }
    #expect(mask.mask("abcdef abc%64ef xabc") == "**** **** x****")
  }

  @Test("Texts full of escapes take no time")
  func isFast() {
    let mask = SecretMask()
    mask.add(String(repeating: "\\", count: 64) + "x")
    mask.add(String(repeating: "%25", count: 64) + "x")
    for part in ["\\", "%25", "&amp;", "+", "\\u005c"] {
      let text = String(repeating: part, count: 4000)
      #expect(mask.mask(text) == text)
    }
  }
}
