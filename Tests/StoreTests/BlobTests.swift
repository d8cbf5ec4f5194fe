import CivilTime
import Crypto
import Files
import Store
import Synchronization
import Testing
import Workflow

@Suite struct `Files of a store` {
  /// A disk whose clock a test sets.
  private final class Clock: Sendable {
    let milliseconds = Mutex<Int64>(1_000_000)
  }

  private let day: Int64 = 86_400_000

  private func parts() -> (Clock, SimulatedDisk, Blobs) {
    let clock = Clock()
    let disk = SimulatedDisk(milliseconds: { clock.milliseconds.withLock { $0 } })
    return (clock, disk, Blobs(files: disk.files(), random: SeededRandom(seed: 5)))
  }

  private func artifact(_ digest: Digest32, bytes: Int64) -> Artifact {
    Artifact(
      part: nil,
      place: .file(sha256: digest.hex, bytes: bytes, mediaType: "text/plain", name: "a.txt"))
  }

  @Test func `are kept under their hash, once`() throws {
    let (_, disk, blobs) = parts()
    let digest = try blobs.put(Array("a video".utf8))
    #expect(digest == SHA256.hash("a video"))
    #expect(try blobs.put(Array("a video".utf8)) == digest)
    let hex = digest.hex
    let folder = try disk.files().list("blobs/" + hex.prefix(2))
    #expect(folder.map(\.name) == [String(hex.dropFirst(2))])
    #expect(try disk.files().list("blobs/tmp").isEmpty)
    let file = try blobs.open(hex)
    #expect(try file.read(at: 0, count: 100) == Array("a video".utf8))
    file.close()
  }

  @Test func `come piece by piece, and may be given up`() throws {
    let (_, disk, blobs) = parts()
    let writer = try blobs.write()
    try writer.append(Array("a vi".utf8))
    try writer.append(Array("deo".utf8))
    #expect(try writer.finish() == SHA256.hash("a video"))
    let other = try blobs.write()
    try other.append([1, 2, 3])
    other.cancel()
    #expect(try disk.files().list("blobs/tmp").isEmpty)
  }

  @Test func `are whole after a power loss at any write, or not there`() throws {
    var step = 1
    var outcomes: Set<Bool> = []
    while true {
      let (_, disk, blobs) = parts()
      try disk.files().createFolder("blobs/tmp")
      disk.arm(.powerLoss(.torn(sectorBytes: 512, seed: UInt64(step))), at: step)
      let bytes = [UInt8](repeating: 7, count: 5_000)
      let isDone: Bool
      do {
        try blobs.put(bytes)
        isDone = true
      } catch is FileError {
        isDone = false
      }
      disk.disarm()
      disk.crash(.unsynced)
      disk.reopen()
      let digest = SHA256.hash(bytes).hex
      let isThere = try disk.files().exists("blobs/\(digest.prefix(2))/\(digest.dropFirst(2))")
      let isSound = try blobs.isSound(digest, bytes: 5_000)
      #expect(isThere == isSound)
      if isDone { #expect(isSound) }
      outcomes.insert(isSound)
      if isDone { break }
      step += 1
    }
    #expect(step > 3)
    #expect(outcomes == [true, false])
  }

  @Test func `are checked by size and hash`() throws {
    let (_, disk, blobs) = parts()
    let digest = try blobs.put(Array("a video".utf8))
    #expect(try blobs.isSound(digest.hex, bytes: 7))
    #expect(try !blobs.isSound(digest.hex, bytes: 8))
    #expect(try !blobs.isSound(SHA256.hash("another").hex, bytes: 7))
    #expect(try !blobs.isSound("no hash", bytes: 7))
    let path = "blobs/\(digest.hex.prefix(2))/\(digest.hex.dropFirst(2))"
    try disk.files().writeDurably(Array("a vadeo".utf8), to: path, temporary: "tmp")
    #expect(try !blobs.isSound(digest.hex, bytes: 7))
  }

  @Test func `are swept when nothing refers to them and a day has passed`() throws {
    let (clock, disk, blobs) = parts()
    let store = try newStore()
    var district = try District.founded(in: store)
    let kept = try blobs.put(Array("handed in".utf8))
    let drafted = try blobs.put(Array("in a draft".utf8))
    let loose = try blobs.put(Array("given up".utf8))
    let left = try blobs.write()
    try left.append([1])
    try district.handIn(
      district.ana, title: "Work", answer: "a", artifacts: [artifact(kept, bytes: 9)])
    try store.write { records in
      try records.save(
        Draft(
          person: district.ben, stage: .evidence, key: "", title: "", skills: [],
          content: Content(artifacts: [artifact(drafted, bytes: 10)]), savedAt: district.now))
    }
    func sweep(after milliseconds: Int64) throws -> Int {
      try store.sweep(blobs, at: Instant(milliseconds: 1_000_000 + milliseconds))
    }
    #expect(try sweep(after: day) == 0)
    #expect(try sweep(after: day + 1) == 2)
    #expect(try !blobs.isSound(loose.hex, bytes: 8))
    #expect(try blobs.isSound(kept.hex, bytes: 9))
    #expect(try blobs.isSound(drafted.hex, bytes: 10))
    #expect(try disk.files().list("blobs/tmp").isEmpty)
    try store.write { records in
      try records.removeDraft(of: district.ben, stage: .evidence, key: "")
    }
    // It comes in again, and so it is young again.
    clock.milliseconds.withLock { $0 += 2 * day }
    try blobs.put(Array("in a draft".utf8))
    #expect(try sweep(after: 2 * day) == 0)
    #expect(try sweep(after: 3 * day + 1) == 1)
  }

  @Test func `of somebody who was erased go at once, unless somebody else handed them in too`()
    throws
  {
    let (_, _, blobs) = parts()
    let store = try newStore()
    var district = try District.founded(in: store)
    let own = try blobs.put(Array("hers alone".utf8))
    let shared = try blobs.put(Array("a form of the district's".utf8))
    let artifacts = [artifact(own, bytes: 10), artifact(shared, bytes: 24)]
    let id = try district.handIn(
      district.ana, title: "Work", answer: "a", artifacts: artifacts)
    try district.handIn(
      district.ben, title: "Work", answer: "b", artifacts: [artifact(shared, bytes: 24)])
    try district.perform(.withdraw(id), by: .person(district.ana))
    try district.perform(.erasePerson(district.ana))
    #expect(try store.sweep(blobs, at: Instant(milliseconds: 1_000_001)) == 1)
    #expect(try !blobs.isSound(own.hex, bytes: 10))
    #expect(try blobs.isSound(shared.hex, bytes: 24))
    #expect(try store.sweep(blobs, at: Instant(milliseconds: 1_000_001)) == 0)
  }
}
