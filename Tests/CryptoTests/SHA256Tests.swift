import Crypto
import Testing

@Suite struct `SHA-256` {
  /// FIPS 180-4 and NIST's example values; a million letters is the standard's long message.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `gives the published answers`(message: String, answer: String) {
    #expect(SHA256.hash(message).hex == answer)
    #expect(SHA256.hash(Array(message.utf8)).hex == answer)
  }

  @Test func `does not depend on how the message is cut`() {
    let message = SeededRandom(seed: 1).bytes(300)
    let whole = SHA256.hash(message)
    var hash = SHA256()
    for cut in 0...message.count {
      hash.update(Array(message[..<cut]))
      hash.update(Array(message[cut...]))
      let digest = hash.finish()
      #expect(digest == whole, "cut at \(cut)")
    }
  }

  @Test func `begins anew after it is finished`() {
    var hash = SHA256()
    hash.update("something else")
    _ = hash.finish()
    let empty = hash.finish()
    #expect(empty == SHA256.hash(""))
  }

  @Test func `finds libcrypto whole at the start`() throws {
    try verifyInstallation()
  }
}

@Suite struct `HMAC-SHA-256` {
  /// RFC 4231 §4.2, §4.3, §4.7: a short key, a shorter one, and one longer than a block.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func `gives the published answers`(key: [UInt8], message: String, answer: String) throws {
    #expect(HMACSHA256.authenticate(message, key: key).hex == answer)
    let code = try #require(Digest32(hex: answer))
    #expect(HMACSHA256.isValid(code, for: Array(message.utf8), key: key))
    #expect(!HMACSHA256.isValid(code, for: Array(message.utf8) + [0], key: key))
    #expect(!HMACSHA256.isValid(code, for: Array(message.utf8), key: key + [1]))
  }

  @Test func `takes an empty key and an empty message`() {
    // Python: hmac.new(b"", b"", "sha256").hexdigest()
    #expect(
      HMACSHA256.authenticate("", key: []).hex
        == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }
}

@Suite struct `Comparing in constant time` {
  @Test func `finds a difference in any byte, and in the length`() {
    let bytes = SeededRandom(seed: 2).bytes(40)
    #expect(equalInConstantTime(bytes, bytes))
    #expect(equalInConstantTime([], []))
    #expect(!equalInConstantTime(bytes, Array(bytes.dropLast())))
    for index in bytes.indices {
      var other = bytes
      other[index] ^= 0x80
      #expect(!equalInConstantTime(bytes, other))
    }
  }
}
