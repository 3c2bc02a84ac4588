import Foundation
import Testing
import Cryptography

/// Keys that were pasted into forms.
@Suite struct DamagedKeyTests {
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (String) -> String

    init(_ name: String, _ apply: @escaping @Sendable (String) -> String) {
      testDescription = name
      self.apply = apply
    }
  }

  private static let certificate = "-----BEGIN CERTIFICATE-----\nMIIBszCCARygAwIBAgIU\n-----END CERTIFICATE-----\n"

  static let damages = [
    Damage("escaped line ends") { $0.replacing("\n", with: "\\n") },
    Damage("line ends escaped twice") { $0.replacing("\n", with: "\\\\n") },
    Damage("escaped CR LF") { $0.replacing("\n", with: "\\r\\n") }, Damage("blanks for line ends") { $0.replacing("\n", with: " ") },
    Damage("tabs for line ends") { $0.replacing("\n", with: "\t") }, Damage("CR LF") { $0.replacing("\n", with: "\r\n") },
    Damage("CR") { $0.replacing("\n", with: "\r") }, Damage("no line ends at all") { $0.replacing("\n", with: "") },
    Damage("escaped and real line ends") { $0.replacing("\n", with: "\\n\n") }, Damage("blank lines") { $0.replacing("\n", with: "\n\n") },
    Damage("indented") { "  " + $0.replacing("\n", with: "\n    ") }, Damage("blanks around") { " \n\t" + $0 + "\n  " },
    Damage("no last line end") { $0.trimmingCharacters(in: .whitespacesAndNewlines) }, Damage("in quotes") { "\"" + $0 + "\"" },
    Damage("in quotes, with escapes") { "'" + $0.replacing("\n", with: "\\n") + "'" },
    Damage("between certificates") { certificate + $0 + "\n" + certificate },
    Damage("behind a certificate, on one line") {
      (certificate + $0).replacing("\n", with: " ")
    },
    Damage("base64 of it all") { Data($0.utf8).base64EncodedString() },
    Damage("base64 of it all, in lines") { Data($0.utf8).base64EncodedString(options: .lineLength64Characters) },
    Damage("the file of a service account") { #"{"type": "service_account", "private_key": ""# + $0.replacing("\n", with: "\\n") + #""}"# },
    Damage("dashes of a word processor") { $0.replacing("-----", with: "\u{2014}--") },
    Damage("blanks of another kind") { $0.replacing("\n", with: "\u{A0}") }, Damage("a byte order mark") { "\u{FEFF}" + $0 },
    Damage("no last line") { String($0[..<($0.range(of: "-----END")?.lowerBound ?? $0.endIndex)]) },
  ]

  @Test("Keys sign whatever became of their line breaks", arguments: damages)
  func signs(damage: Damage) throws {
    for (key, publicKey, algorithm) in [
      (TestKeys.rsaPKCS8, TestKeys.rsaPublic, SignatureAlgorithm.rs256), (TestKeys.rsaPKCS1, TestKeys.rsaPublic, .rs256),
      (TestKeys.p256, TestKeys.p256Public, .es256), (TestKeys.ed25519, TestKeys.ed25519Public, .edDSA),
    ] {
      let signature = try PrivateKey(pem: damage.apply(key)).sign(SignatureTests.message, with: algorithm)
      #expect(try PublicKey(pem: publicKey).verify(signature, of: SignatureTests.message, with: algorithm))
    }
  }

  @Test("Encrypted keys too, with the headers of their form", arguments: damages.filter { $0.testDescription != "no line ends at all" })
  func decrypts(damage: Damage) throws {
    for key in [TestKeys.rsaEncryptedPKCS8, TestKeys.rsaEncryptedPKCS1] {
      let text = damage.apply(key)
      let signature = try PrivateKey(pem: text, passphrase: TestKeys.passphrase).sign(SignatureTests.message, with: .rs256)
      #expect(try PublicKey(pem: TestKeys.rsaPublic).verify(signature, of: SignatureTests.message, with: .rs256))
      #expect(throws: CryptographyError.passphraseRequired) { try PrivateKey(pem: text) }
      #expect(throws: CryptographyError.wrongPassphrase) { try PrivateKey(pem: text, passphrase: "wrong") }
    }
  }

  @Test("The body of a key without its first and last line is DER as base64")
  func readsABareBody() throws {
    let body = TestKeys.rsaPKCS8.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
    #expect(try PrivateKey(pem: body).sign(SignatureTests.message, with: .rs256).count == 256)
  }

  @Test(
    "What is no private key is refused, and said to be what it is",
    arguments: [
      (TestKeys.rsaPublic, .notPrivate(found: "a public key")), (certificate, .notPrivate(found: "a certificate")),
      ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----", .openSSHKey),
      ("ssh-rsa AAAAB3NzaC1yc2E= me", .notPrivate(found: "a public key")),
      ("-----BEGIN PRIVATE KEY-----\\n!!\\n-----END PRIVATE KEY-----", nil),
      ("AAAA", nil), ("-----BEGIN PRIVATE KEY----- -----END PRIVATE KEY-----", nil),
      (String(repeating: "\\n-----BEGIN ", count: 1000), nil),
      (String(repeating: "A", count: 100_000), nil),
    ] as [(String, CryptographyError?)])
  func refuses(text: String, error expected: CryptographyError?) {
    let error = #expect(throws: CryptographyError.self) { try PrivateKey(pem: text) }
    if let expected {
      #expect(error == expected)
    } else if case .unreadableKey = error {
    } else {
      Issue.record("unexpected \(String(describing: error))")
    }
  }
}
