import IntakeFormats
import Testing

@Suite struct `A zip file` {
  private func contents(_ archive: ZipArchive, _ name: String) throws -> String {
    var bytes: [UInt8] = []
    try archive.read(name) { piece in
      #expect(piece.count <= 64 << 10)
      bytes += piece
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `gives each file by its name, from any folder`() throws {
    let long = String(repeating: "row,row,row\n", count: 20_000)
    let bytes = try zip([
      ("export/Users.CSV", "a,b\n"), ("export/roles.csv", long), ("__MACOSX/._users.csv", "x"),
      (".DS_Store", "x"), ("export/", ""),
    ])
    let archive = try ZipArchive(bytes, file: "roster.zip")
    #expect(archive.names == ["roles.csv", "users.csv"])
    #expect(try contents(archive, "users.csv") == "a,b\n")
    #expect(try contents(archive, "roles.csv") == long)
    #expect(throws: FileProblem.self) { try contents(archive, "orgs.csv") }
  }

  @Test func `is refused when a name leads elsewhere or occurs twice`() throws {
    for name in [
      "../users.csv", "/etc/users.csv", "a/../../b.csv", "..\\users.csv", "c:/users.csv", "a\nb",
    ] {
      let problem = #expect(throws: FileProblem.self) {
        _ = try ZipArchive(zip([(name, "x")]), file: "roster.zip")
      }
      #expect(problem?.kind == .content, "\(name)")
    }
    let twice = try zip([("users.csv", "x"), ("old/USERS.csv", "y")])
    #expect(throws: FileProblem.self) { try ZipArchive(twice, file: "roster.zip") }
  }

  @Test func `is refused when it is encrypted, or holds a link`() throws {
    let link = try zip(
      [("users.csv", "/etc/passwd")],
      patch: "entries[0][0].create_system = 3; entries[0][0].external_attr = 0o120777 << 16")
    #expect(throws: FileProblem.self) { try ZipArchive(link, file: "roster.zip") }
    var encrypted = try zip([("users.csv", "secret")])
    // The flag bit of the local header and of the one in the central directory.
    encrypted[6] |= 1
    for start in encrypted.indices.dropLast(8)
    where encrypted[start...].starts(with: [0x50, 0x4B, 0x01, 0x02]) {
      encrypted[start + 8] |= 1
    }
    #expect(throws: FileProblem.self) { try ZipArchive(encrypted, file: "roster.zip") }
  }

  @Test func `may hold so much and no more`() throws {
    let three = try zip([("a", "12345"), ("b", "12345"), ("c", "12345")])
    let size = three.count
    _ = try ZipArchive(
      three, file: "z", limits: ArchiveLimits(archiveBytes: size, entries: 3, unpackedBytes: 15))
    for limits in [
      ArchiveLimits(archiveBytes: size - 1), ArchiveLimits(entries: 2),
      ArchiveLimits(unpackedBytes: 14),
    ] {
      let problem = #expect(throws: FileProblem.self) {
        try ZipArchive(three, file: "z", limits: limits)
      }
      #expect(problem?.kind == .tooLarge)
    }
  }

  @Test func `is refused when it unpacks to far more than text does`() throws {
    let bomb = try zip([("users.csv", String(repeating: "0", count: 3_000_000))])
    let problem = #expect(throws: FileProblem.self) { try ZipArchive(bomb, file: "bomb.zip") }
    #expect(problem?.kind == .tooLarge)
    #expect(throws: Never.self) {
      try ZipArchive(bomb, file: "bomb.zip", limits: ArchiveLimits(ratio: 2_000))
    }
  }

  @Test func `that was cut off or is none is refused, and never traps`() throws {
    let whole = try zip([
      ("users.csv", String(repeating: "a,b,c\n", count: 100)), ("orgs.csv", "x"),
    ])
    for length in 0..<whole.count {
      let bytes = Array(whole[..<length])
      #expect(throws: FileProblem.self) {
        let archive = try ZipArchive(bytes, file: "roster.zip")
        for name in archive.names { try archive.read(name) { _ in } }
      }
    }
    var random = Seeded(11)
    for _ in 0..<200 {
      var bytes = whole
      for _ in 0..<(1 + random.below(6)) {
        bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      do throws(FileProblem) {
        let archive = try ZipArchive(bytes, file: "roster.zip")
        for name in archive.names { try archive.read(name) { _ in } }
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }
}
