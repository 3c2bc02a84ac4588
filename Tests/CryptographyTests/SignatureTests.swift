import Cryptography
import Foundation
import Testing

@Suite struct SignatureTests {
  static let message = Array("headwater".utf8)

  /// A key that shows in reports by its name.
  struct Key: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String

    init(_ name: String, _ text: String) {
      testDescription = name
      self.text = text
    }
  }

  struct Pair: Sendable, CustomTestStringConvertible {
    var testDescription: String { algorithm.rawValue }
    let algorithm: SignatureAlgorithm
    let privateKey: String, publicKey: String
    /// A signature made with other software, where there is one.
    var foreign: String?
    var isDeterministic = false
    let length: Int
  }

  static let pairs = [
    rsa(.rs256, TestSignatures.rs256, true), rsa(.rs384), rsa(.rs512, TestSignatures.rs512, true),
    rsa(.ps256), rsa(.ps384, TestSignatures.ps384), rsa(.ps512),
    Pair(
      algorithm: .es256, privateKey: TestKeys.p256, publicKey: TestKeys.p256Public, foreign: TestSignatures.es256, length: 64),
    Pair(
      algorithm: .es256k, privateKey: TestKeys.k256, publicKey: TestKeys.k256Public, foreign: TestSignatures.es256k, length: 64),
    Pair(
      algorithm: .es384, privateKey: TestKeys.p384, publicKey: TestKeys.p384Public, foreign: TestSignatures.es384, length: 96),
    Pair(
      algorithm: .es512, privateKey: TestKeys.p521, publicKey: TestKeys.p521Public, foreign: TestSignatures.es512, length: 132),
    Pair(
      algorithm: .edDSA, privateKey: TestKeys.ed25519, publicKey: TestKeys.ed25519Public, foreign: TestSignatures.edDSA,
      isDeterministic: true, length: 64),
  ]

  static func rsa(_ algorithm: SignatureAlgorithm, _ foreign: String? = nil, _ isDeterministic: Bool = false) -> Pair {
    Pair(
      algorithm: algorithm, privateKey: TestKeys.rsaPKCS8, publicKey: TestKeys.rsaPublic, foreign: foreign,
      isDeterministic: isDeterministic, length: 256)
  }

  @Test(arguments: pairs) func signaturesVerify(pair: Pair) throws {
    let signature = try PrivateKey(pem: pair.privateKey).sign(Self.message, with: pair.algorithm)
    let publicKey = try PublicKey(pem: pair.publicKey)
    #expect(signature.count == pair.length)
    #expect(try publicKey.verify(signature, of: Self.message, with: pair.algorithm))
    #expect(try !publicKey.verify(signature, of: Self.message + [0], with: pair.algorithm))
    var damaged = signature
    damaged[damaged.count / 2] ^= 1
    #expect(try !publicKey.verify(damaged, of: Self.message, with: pair.algorithm))
    #expect(try !publicKey.verify([], of: Self.message, with: pair.algorithm))
  }

  @Test(arguments: pairs) func agreesWithOtherSoftware(pair: Pair) throws {
    guard let text = pair.foreign else { return }
    let foreign = [UInt8](try #require(Data(base64Encoded: text)))
    #expect(try PublicKey(pem: pair.publicKey).verify(foreign, of: Self.message, with: pair.algorithm))
    if pair.isDeterministic {
      let key = Array(pair.privateKey.utf8)
      #expect(try Signature.sign(algorithm: pair.algorithm, key: key, message: Self.message) == foreign)
    }
  }

  @Test(arguments: [
    Key("PKCS#1", TestKeys.rsaPKCS1), Key("PKCS#8, encrypted", TestKeys.rsaEncryptedPKCS8),
    Key("PKCS#1, encrypted", TestKeys.rsaEncryptedPKCS1), Key("after a note", "a note\n" + TestKeys.rsaPKCS8),
  ])
  func readsEveryForm(key: Key) throws {
    let signature = try PrivateKey(pem: key.text, passphrase: TestKeys.passphrase).sign(Self.message, with: .rs256)
    #expect(Data(signature).base64EncodedString() == TestSignatures.rs256)
  }

  @Test func readsDER() throws {
    for (key, publicKey, algorithm) in [
      (TestKeys.rsaPKCS8, TestKeys.rsaPublic, SignatureAlgorithm.ps256), (TestKeys.rsaPKCS1, TestKeys.rsaPublic, .rs256),
      (TestKeys.p256, TestKeys.p256Public, .es256), (TestKeys.ed25519, TestKeys.ed25519Public, .edDSA),
    ] {
      let signature = try PrivateKey(Self.der(key)).sign(Self.message, with: algorithm)
      #expect(try PublicKey(Self.der(publicKey)).verify(signature, of: Self.message, with: algorithm))
    }
    let encrypted = try PrivateKey(Self.der(TestKeys.rsaEncryptedPKCS8), passphrase: TestKeys.passphrase)
    #expect(try encrypted.sign(Self.message, with: .rs256).count == 256)
  }

  @Test(arguments: [Key("PKCS#8", TestKeys.rsaEncryptedPKCS8), Key("PKCS#1", TestKeys.rsaEncryptedPKCS1)])
  func namesPassphraseProblems(key: Key) {
    #expect(throws: CryptographyError.passphraseRequired) { try PrivateKey(pem: key.text) }
    for passphrase in ["", "wrong", String(repeating: "x", count: 5000)] {
      #expect(throws: CryptographyError.wrongPassphrase) { try PrivateKey(pem: key.text, passphrase: passphrase) }
    }
  }

  @Test(arguments: [
    Key("nothing", ""), Key("a word", "secret-key"), Key("a header alone", "-----BEGIN PRIVATE KEY-----"),
    Key("a torn key", String(TestKeys.rsaPKCS8.dropLast(900))),
  ])
  func refusesWhatIsNoKey(key: Key) {
    let error = #expect(throws: CryptographyError.self) { try PrivateKey(pem: key.text) }
    guard case .unreadableKey = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
    #expect(key.text.isEmpty || error?.description.contains(key.text) == false)
  }

  @Test(arguments: [
    (Key("P-256", TestKeys.p256), SignatureAlgorithm.rs256), (Key("P-256", TestKeys.p256), .es384),
    (Key("RSA", TestKeys.rsaPKCS8), .es256), (Key("RSA", TestKeys.rsaPKCS8), .edDSA),
    (Key("Ed25519", TestKeys.ed25519), .ps256), (Key("secp256k1", TestKeys.k256), .es256),
  ])
  func refusesAKeyOfAnotherKind(key: Key, algorithm: SignatureAlgorithm) throws {
    let privateKey = try PrivateKey(pem: key.text)
    let error = #expect(throws: CryptographyError.self) { try privateKey.sign(Self.message, with: algorithm) }
    guard case .keyMismatch(algorithm.rawValue, _, _) = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
  }

  @Test func signsFromManyTasksWithOneKey() async throws {
    let key = try PrivateKey(pem: TestKeys.p256)
    let publicKey = try PublicKey(pem: TestKeys.p256Public)
    await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<40 {
        group.addTask {
          let message = Array("message \(number)".utf8)
          return try publicKey.verify(key.sign(message, with: .es256), of: message, with: .es256)
        }
      }
      while let result = await group.nextResult() { #expect((try? result.get()) == true) }
    }
  }

  private static func der(_ pem: String) throws -> [UInt8] {
    let body = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    return [UInt8](try #require(Data(base64Encoded: body)))
  }
}
