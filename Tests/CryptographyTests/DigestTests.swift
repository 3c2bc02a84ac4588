import Cryptography
import Testing

/// Expected texts come from Python's `hashlib` and `hmac`.
@Suite struct DigestTests {
  struct Row: Sendable {
    let digest: Digest
    /// Of the text `hé`, of nothing, and the HMAC of `m` under 150 times `k`.
    let text: String, empty: String, hmac: String
  }

  static let rows = [
    Row(
      digest: .md5, text: "33fcd01258e6ba07ef405dc9e721f3a7", empty: "d41d8cd98f00b204e9800998ecf8427e",
      hmac: "23e5ec02fab6ea57eacc98fc63e3be04"),
    Row(
      digest: .sha1, text: "96565112c667eb63e672b56c4401d0541eeada0e", empty: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      hmac: "13bc415785210207f3ea395d98745575c1a7e737"),
    Row(
      digest: .sha224, text: "702e0c7c2ab361f3a5b2c5958ead4aabf66cfc9f1939db3d668e0a78",
      empty: "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f", hmac: "7404c66cd3f55a9ab71457cc62d3f4fb1fde4f64c779d93c96ed21b9"),
    Row(
      digest: .sha256, text: "7dfbe0eab96510b11c9a2671d83019cd52953211294db5f917ffa0b7cc84f534",
      empty: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      hmac: "ca09c547bcb0a20386973363f572cd2ee81df2e80010cfa24b56b5f1d6772fcf"),
    Row(
      digest: .sha384, text: "2bb36453115b614883d162187eb1393a9b6e692348dec2e68e64cc34c13fa8e3" + "b6e1bef6eacfc12171e3089f4d24e9a9",
      empty: "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da" + "274edebfe76f65fbd51ad2f14898b95b",
      hmac: "40ecc140ba93cbe608260e8ac36ee4772e90f5415425e17f28f8cd974aa11620" + "4bfea7d6dca2099a7fb593a5df3994ea"),
    Row(
      digest: .sha512,
      text: "e0585e83d2af07223c0201a7315686b23929af3c855f3d74c44bb1380270d834"
        + "aa52001eec355d1d87631ea531837191037d516761e05f8f0577e22900f36c2a",
      empty: "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
        + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
      hmac: "691538d37760fa3bb4c9122417064388c5b6cce4e06bfdd19bd93ce121159bdf"
        + "50c84ac277cff44363e1088a715a4849ef3bc9846985d17994025b040913864c"),
    Row(
      digest: .sha3_224, text: "c4ca624e4c2c3f223e31d80e6e7909767c4e83da173026bf8157f20f",
      empty: "6b4e03423667dbb73b6e15454f0eb1abd4597f9a1b078e3f5b5a6bc7", hmac: "2ad726fdcd124a0fef3757a11a7229f656a06f9ec53030d3d57e9470"),
    Row(
      digest: .sha3_256, text: "f21148a658af10360be5f0e53a4cbb0427ff6c964314d86f6a2781292afdb839",
      empty: "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
      hmac: "d5d0689b1fcbc5cd61419a0f187bad42c6eb1234917882cac0409d0a1ae31427"),
    Row(
      digest: .sha3_384, text: "72e2aaf1b4dbbd4c070b9ea961c4200626c7a7d2ff3e3731c356b8fa1da7cf53" + "77be20632bd26f3f57ec0e925dc5b906",
      empty: "0c63a75b845e4f7d01107d852e4c2485c51a50aaaa94fc61995e71bbee983a2a" + "c3713831264adb47fb6bd1e058d5f004",
      hmac: "a59294174a1da8837038161bdaebc81472382b0f62dd3f14b97b6699e346b85c" + "62e6f894cb66e4d4be9d12b0494bcf13"),
    Row(
      digest: .sha3_512,
      text: "b5e75c8a70a92e550432ee64dda440dfbf7876bff1843aee327aee93e92d798a"
        + "8be52f95ba24e587df4522c5c99806cc55b8a8f03e8052dcfb6f723bb5148169",
      empty: "a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a6"
        + "15b2123af1f5f94c11e3e9402c3ac558f500199d95b6d3e301758586281dcd26",
      hmac: "d601aa676fbc5caf854bc6ae0de855f3f9c47e84e75a83f71c86cec948f75123"
        + "3475c0d9dc60ddea51f304f2c4ada97163b41587859367db650c2258f34ecd36"),
    Row(
      digest: .blake2b,
      text: "5cfce2a2c342b6feb93a8713f54c6dbcdb6386265f79ac8a8aff0ad2491798e0"
        + "9b5474938a80ec694cf752faca4fd7fbc1843253e8cab68bb7f6420b8b16313a",
      empty: "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419"
        + "d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce",
      hmac: "3a475d0b2a8a0ab7571e7629df4975ab2f9bf72ede5dae677e90400e5baa7714"
        + "593d409388dd86fc636c83bab45d01d901a8b0711766d62e961abac3d1d51176"),
    Row(
      digest: .blake2s, text: "dbc087a0b2d5a043f0b26ce27dc62d0d632a7e74073e76baa2e6ed6cb173632c",
      empty: "69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9",
      hmac: "925c2868408cd0634fa4bd48196997b4181707b8f0e27b490b7f668607e4622c"),
  ]

  @Test(arguments: rows) func digestsAgreeWithPython(row: Row) throws {
    #expect(Hexadecimal.encode(try row.digest.hash("hé")) == row.text)
    #expect(Hexadecimal.encode(try row.digest.hash([UInt8]())) == row.empty)
    #expect(Hexadecimal.encode(try row.digest.hash(AnySequence(Array("hé".utf8)))) == row.text)
    #expect(try row.digest.hash("x").count == row.digest.byteCount)
  }

  @Test(arguments: rows) func codesAgreeWithPython(row: Row) throws {
    let key = [UInt8](repeating: UInt8(ascii: "k"), count: 150)
    #expect(Hexadecimal.encode(try HMAC.authenticate(Array("m".utf8), key: key, digest: row.digest)) == row.hmac)
  }

  @Test func anEmptyKeyIsAKey() throws {
    let code = try HMAC.authenticate(Array("m".utf8), key: [], digest: .sha256)
    #expect(Hexadecimal.encode(code) == "a64092104c76d9ef65599c33c177609ecd49857456eb28133c4daea25bea960a")
    #expect(try HMAC.authenticate([], key: [], digest: .md5).count == 16)
  }

  @Test func everyDigestIsCovered() {
    #expect(Set(Self.rows.map(\.digest)) == Set(Digest.allCases))
    #expect(Digest(rawValue: "shake_128") == nil)
  }

  @Test func hashesFromManyTasksAtOnce() async throws {
    let expected = try Digest.sha256.hash("x")
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<50 { group.addTask { try Digest.sha256.hash("x") } }
      for try await result in group { #expect(result == expected) }
    }
  }

  @Test func randomBytesHaveTheLengthAskedForAndDiffer() throws {
    #expect(try SecureRandom.bytes(0).isEmpty)
    #expect(try SecureRandom.bytes(3_000_000).count == 3_000_000)
    #expect(try SecureRandom.bytes(32) != SecureRandom.bytes(32))
  }

  @Test func servicesByName() {
    #expect(HashFunctions.digest("sha1", []).map(Hexadecimal.encode) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
    #expect(HashFunctions.digest("shake_128", []) == nil)
    #expect(HashFunctions.digest("SHA1", []) == nil)
    #expect(HashFunctions.hmac("sha256", [], [])?.count == 32)
    #expect(HashFunctions.hmac("crc32", [], []) == nil)
    #expect(HashFunctions.randomBytes(17).count == 17)
  }
}
