import Files
import Testing

@Suite struct `A power loss` {
  @Test func `takes exactly what was not synced`() throws {
    let disk = SimulatedDisk()
    let files = disk.files()
    let file = try files.create("a")
    try file.append([1, 2])
    try file.sync()
    try files.syncFolder("")
    try file.append([3, 4])
    #expect(try files.read("a", limit: 9) == [1, 2, 3, 4])
    disk.crash(.unsynced)
    disk.reopen()
    #expect(try files.read("a", limit: 9) == [1, 2])
  }

  @Test func `takes a name whose folder was not synced, but not its neighbours`() throws {
    let disk = SimulatedDisk()
    let files = disk.files()
    try files.writeDurably([1], to: "kept", temporary: "t")
    let file = try files.create("lost")
    try file.append([2])
    try file.sync()
    disk.crash(.unsynced)
    disk.reopen()
    #expect(try files.list("").map(\.name) == ["kept"])
  }

  @Test func `leaves an empty file where the content was not synced but the name was`() throws {
    let disk = SimulatedDisk()
    let files = disk.files()
    let file = try files.create("t")
    try file.append([1, 2, 3])
    try files.rename("t", to: "a")
    try files.syncFolder("")
    disk.crash(.unsynced)
    disk.reopen()
    #expect(try files.read("a", limit: 9) == [])
  }

  @Test func `brings back what was removed without a sync`() throws {
    let disk = SimulatedDisk()
    let files = disk.files()
    try files.writeDurably([1], to: "a", temporary: "t")
    try files.remove("a")
    #expect(try !files.exists("a"))
    disk.crash(.unsynced)
    disk.reopen()
    #expect(try files.read("a", limit: 9) == [1])
    try files.removeDurably("a")
    disk.crash(.unsynced)
    disk.reopen()
    #expect(try !files.exists("a"))
  }

  @Test func `ends every use of files from before`() throws {
    let disk = SimulatedDisk()
    let files = disk.files()
    let file = try files.create("a")
    try files.syncFolder("")
    disk.crash(.processOnly)
    #expect(disk.isDown)
    #expect(throws: FileError.self) { try files.list("") }
    #expect(throws: FileError.self) { try files.create("b") }
    disk.reopen()
    #expect(throws: FileError.self) { try file.append([1]) }
    #expect(throws: FileError.self) { try file.sync() }
    #expect(try files.read("a", limit: 9) == [])
  }

  @Test func `of the process alone takes nothing`() throws {
    let disk = SimulatedDisk()
    let files = disk.files()
    let file = try files.create("a")
    try file.append([1, 2, 3])
    disk.crash(.processOnly)
    disk.reopen()
    #expect(try files.read("a", limit: 9) == [1, 2, 3])
    disk.crash(.unsynced)
    disk.reopen()
    #expect(try files.read("a", limit: 9) == [1, 2, 3])
  }

  @Test func `never loses a file between two folders`() throws {
    for synced in ["tmp", "new"] {
      let disk = SimulatedDisk()
      let files = disk.files()
      try files.createFolder("tmp")
      try files.createFolder("new")
      try files.writeDurably([1], to: "tmp/a", temporary: "tmp/t")
      try files.rename("tmp/a", to: "new/a")
      try files.syncFolder(synced)
      disk.crash(.unsynced)
      disk.reopen()
      #expect(try files.read("new/a", limit: 9) == [1])
      // Syncing the new folder alone may leave the old name too.
      #expect(try files.exists("tmp/a") == (synced == "new"))
    }
  }

  @Test func `does not bring back a moved file that was removed durably since`() throws {
    let disk = SimulatedDisk()
    let files = disk.files()
    try files.createFolder("tmp")
    try files.createFolder("new")
    try files.writeDurably([1], to: "tmp/a", temporary: "tmp/t")
    try files.rename("tmp/a", to: "new/a")
    try files.syncFolder("new")
    try files.removeDurably("new/a")
    try files.syncFolder("tmp")
    disk.crash(.unsynced)
    disk.reopen()
    #expect(try files.list("new").isEmpty)
    #expect(try files.list("tmp").isEmpty)
  }
}

@Suite struct `A torn write` {
  /// Twenty sectors over twenty older ones, and ten new ones.
  private func disk() throws -> (SimulatedDisk, any FileSystem) {
    let disk = SimulatedDisk()
    let file = try disk.open("a", creating: true)
    try file.write([UInt8](repeating: 1, count: 20 * 512), at: 0)
    try file.sync()
    try disk.syncFolder("")
    try file.write([UInt8](repeating: 2, count: 30 * 512), at: 0)
    return (disk, disk.files())
  }

  @Test func `leaves each sector old or new, in any combination, and either length`() throws {
    var lengths: Set<Int> = []
    var patterns: Set<[UInt8]> = []
    for seed in 0..<60 as Range<UInt64> {
      let (disk, files) = try disk()
      disk.crash(.torn(sectorBytes: 512, seed: seed))
      disk.reopen()
      let bytes = try files.read("a", limit: 1 << 20)
      lengths.insert(bytes.count / 512)
      var pattern: [UInt8] = []
      for sector in 0..<bytes.count / 512 {
        let part = bytes[sector * 512..<(sector + 1) * 512]
        let first = try #require(part.first)
        #expect(part.allSatisfy { $0 == first })
        #expect(sector < 20 ? first == 1 || first == 2 : first == 0 || first == 2)
        pattern.append(first)
      }
      patterns.insert(pattern)
    }
    #expect(lengths == [20, 30])
    #expect(patterns.count > 50)
  }

  @Test func `is the same for the same seed`() throws {
    for seed in 0..<5 as Range<UInt64> {
      let found = try (0..<2).map { _ in
        let (disk, files) = try disk()
        disk.crash(.torn(sectorBytes: 512, seed: seed))
        disk.reopen()
        return try files.read("a", limit: 1 << 20)
      }
      #expect(found[0] == found[1])
    }
  }

  @Test func `may come before or after a truncation, whose bytes are zeros or still there`() throws
  {
    var found: Set<[UInt8]> = []
    for seed in 0..<40 as Range<UInt64> {
      let disk = SimulatedDisk()
      let file = try disk.open("a", creating: true)
      try file.write([1, 1, 1, 1], at: 0)
      try file.sync()
      try disk.syncFolder("")
      try file.truncate(to: 1)
      try file.truncate(to: 3)
      disk.crash(.torn(sectorBytes: 1, seed: seed))
      disk.reopen()
      found.insert(try disk.files().read("a", limit: 9))
    }
    // The first byte was never touched; each of the others is as it was or zero.
    #expect(found.allSatisfy { $0.first == 1 && ($0.count == 3 || $0.count == 4) })
    #expect(found.contains { $0.dropFirst().prefix(2).contains(0) })
    #expect(found.contains([1, 1, 1, 1]) || found.contains([1, 1, 1]))
    #expect(found.count > 4)
  }

  @Test func `leaves what was synced`() throws {
    let (disk, files) = try disk()
    try disk.open("a", creating: false).sync()
    disk.crash(.torn(sectorBytes: 512, seed: 1))
    disk.reopen()
    #expect(try files.read("a", limit: 1 << 20) == [UInt8](repeating: 2, count: 30 * 512))
  }
}

@Suite struct `Writing durably` {
  /// Step by step through every change the disk sees.
  @Test func `leaves the old file or the new one, wherever the power goes`() throws {
    for step in 1...5 {
      for seed in 0..<20 as Range<UInt64> {
        let disk = SimulatedDisk()
        let files = disk.files()
        try files.writeDurably([1, 1], to: "a", temporary: "t")
        disk.arm(.powerLoss(.torn(sectorBytes: 1, seed: seed)), at: step)
        let new: [UInt8] = [2, 2, 2, 2]
        let result = Result { try files.writeDurably(new, to: "a", temporary: "t") }
        #expect(throws: FileError.self) { try result.get() }
        disk.reopen()
        let found = try files.read("a", limit: 9)
        #expect(found == [1, 1] || found == new, "step \(step), seed \(seed)")
        try files.writeDurably(new, to: "a", temporary: "t")
        #expect(try files.read("a", limit: 9) == new)
      }
    }
  }

  @Test func `takes exactly five changes, and is durable after them`() throws {
    let disk = SimulatedDisk()
    let files = disk.files()
    disk.arm(.powerLoss(.unsynced), at: 6)
    try files.writeDurably([1], to: "a", temporary: "t")
    #expect(disk.counts.changes == 5)
    disk.crash(.unsynced)
    disk.reopen()
    #expect(try files.read("a", limit: 9) == [1])
  }

  @Test func `leaves nothing but the old file on a full disk`() throws {
    let disk = SimulatedDisk()
    let files = disk.files()
    try files.writeDurably([1], to: "a", temporary: "t")
    disk.arm(.diskFull, of: .write)
    #expect(throws: FileError(.noRoom, path: "t")) {
      try files.writeDurably([2, 2], to: "a", temporary: "t")
    }
    #expect(try files.list("").map(\.name) == ["a"])
    #expect(throws: FileError(.noRoom, path: "t")) {
      try files.writeDurably([2, 2], to: "a", temporary: "t")
    }
    disk.free()
    try files.writeDurably([2, 2], to: "a", temporary: "t")
    #expect(try files.read("a", limit: 9) == [2, 2])
  }
}

@Suite struct `An armed fault` {
  @Test func `meets the operation it was armed for, and no other`() throws {
    let disk = SimulatedDisk()
    let file = try disk.open("a", creating: true)
    disk.arm(.inputOutput, at: 2, of: .sync)
    try file.write([1], at: 0)
    try file.sync()
    try file.write([2], at: 1)
    #expect(throws: FileError(.inputOutput, path: "a")) { try file.sync() }
    try file.sync()
    #expect(disk.counts.syncs == 3)
    #expect(disk.counts.writes == 2)
    #expect(disk.counts.nameChanges == 1)
  }

  @Test func `can be taken back`() throws {
    let disk = SimulatedDisk()
    disk.arm(.powerLoss(.unsynced))
    disk.disarm()
    _ = try disk.open("a", creating: true)
    #expect(!disk.isDown)
  }
}

@Suite struct `A branch of a disk` {
  @Test func `has what is durable, and shares nothing from then on`() throws {
    let disk = SimulatedDisk()
    let file = try disk.open("a", creating: true)
    try file.write([UInt8](repeating: 1, count: 40_000), at: 0)
    try file.sync()
    try disk.syncFolder("")
    try file.write([2], at: 20_000)
    disk.fill()
    let branch = disk.branch()
    let copy = try branch.open("a", creating: false)
    #expect(try copy.bytes(at: 20_000, count: 1) == [1])
    try copy.write([3], at: 20_000)
    #expect(try file.bytes(at: 20_000, count: 1) == [2])
    #expect(try copy.bytes(at: 20_000, count: 1) == [3])
    #expect(branch.counts.writes == 1)
    // The original goes on as if nothing had happened.
    disk.free()
    try file.sync()
  }
}

@Suite struct `A simulated file` {
  /// Against an array, over thousands of random operations across the borders of its pieces.
  @Test func `behaves as an array of bytes`() throws {
    let disk = SimulatedDisk()
    let file = try disk.open("a", creating: true)
    var model: [UInt8] = []
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for step in 0..<2_000 {
      switch next(8) {
      case 0:
        let size = next(60_000)
        try file.truncate(to: size)
        model = Array(model.prefix(size)) + [UInt8](repeating: 0, count: max(0, size - model.count))
      case 1:
        try file.sync()
      default:
        let offset = next(50_000)
        let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: step), count: next(9_000))
        try file.write(bytes, at: offset)
        guard !bytes.isEmpty else { continue }
        let end = offset + bytes.count
        model += [UInt8](repeating: 0, count: max(0, end - model.count))
        model.replaceSubrange(offset..<end, with: bytes)
      }
      #expect(try file.byteCount() == model.count)
      let start = next(60_000)
      let part = Array(model.dropFirst(start).prefix(5_000))
      #expect(try file.bytes(at: start, count: 5_000) == part)
    }
    #expect(try file.bytes(at: 0, count: 1 << 20) == model)
  }
}
