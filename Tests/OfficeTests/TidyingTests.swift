import CivilTime
import Crypto
import Files
import Office
import Store
import Testing
import Workflow

@Suite struct `What nobody needs any more` {
  private let token = "0000000000000000000000000C"

  private func link(_ district: District, expires: Instant) throws {
    try district.office.store.write { records in
      try records.add(
        LinkToken(
          hash: SHA256.hash(Array(token.utf8)), person: district.person("1000"),
          scopeKind: "window", scopeID: 1, expires: expires))
    }
  }

  @Test func `goes once a day: an upload that belongs to nothing, and no earlier`() throws {
    let district = try District.begun()
    try district.office.beat()
    let blobs = Blobs(
      files: district.office.surroundings.files, random: district.office.surroundings.random)
    let digest = try blobs.put(Array("given up".utf8))
    let files = district.office.surroundings.files
    let path = Blobs.path(digest.hex)
    district.clock.pass(until: district.clock.now().adding(hours: 23))
    try district.office.beat()
    #expect(try files.exists(path))
    district.clock.pass(until: district.clock.now().adding(hours: 2))
    try district.office.beat()
    #expect(try !files.exists(path))
  }

  @Test func `is a link 400 days after its end, which offers a fresh one until then`() throws {
    let district = try District.begun()
    let end = district.clock.now().adding(hours: 1)
    try link(district, expires: end)
    district.clock.pass(until: end.adding(hours: 400 * 24))
    try district.office.beat()
    #expect(try district.office.openedLink(token) == .over(district.person("1000")))
    district.clock.pass(until: end.adding(hours: 402 * 24))
    try district.office.beat()
    #expect(try district.office.openedLink(token) == .unknown)
  }
}
