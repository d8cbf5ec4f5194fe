import Files
import Foundation
import Testing

/// What both file systems must do alike.
@Suite struct `Every file system` {
  @Test(arguments: Place.allCases)
  func `writes durably, reads, lists and removes`(place: Place) throws {
    let rented = try place.rent()
    defer { rented.giveUp() }
    let files = rented.files
    try files.createFolder("blobs/ab")
    try files.writeDurably([1, 2, 3], to: "blobs/ab/one", temporary: "blobs/one.tmp")
    try files.writeDurably([], to: "blobs/ab/empty", temporary: "blobs/one.tmp")
    #expect(try files.read("blobs/ab/one", limit: 3) == [1, 2, 3])
    #expect(try files.read("blobs/ab/empty", limit: 0) == [])
    #expect(
      try files.list("blobs/ab") == [
        FolderEntry(name: "empty", kind: .file), FolderEntry(name: "one", kind: .file),
      ])
    #expect(try files.list("") == [FolderEntry(name: "blobs", kind: .folder)])
    #expect(try files.list("blobs") == [FolderEntry(name: "ab", kind: .folder)])
    try files.removeDurably("blobs/ab/one")
    try files.removeDurably("blobs/ab/one")
    #expect(try files.list("blobs/ab").map(\.name) == ["empty"])
  }

  @Test(arguments: Place.allCases)
  func `replaces a file as a whole, and what a crash left under the temporary name`(
    place: Place
  ) throws {
    let rented = try place.rent()
    defer { rented.giveUp() }
    let files = rented.files
    let left = try files.create("new.tmp")
    try left.append([9, 9, 9, 9, 9])
    left.close()
    try files.writeDurably([1], to: "a", temporary: "new.tmp")
    try files.writeDurably([2, 3], to: "a", temporary: "new.tmp")
    #expect(try files.read("a", limit: 10) == [2, 3])
    #expect(try files.list("").map(\.name) == ["a"])
  }

  @Test(arguments: Place.allCases)
  func `keeps to the limit when it reads`(place: Place) throws {
    let rented = try place.rent()
    defer { rented.giveUp() }
    let files = rented.files
    try files.writeDurably([1, 2, 3], to: "a", temporary: "t")
    #expect(throws: FileError(.tooLarge(limit: 2), path: "a")) { try files.read("a", limit: 2) }
    let file = try files.open("a")
    #expect(try file.byteCount() == 3)
    #expect(try file.read(at: 1, count: 1) == [2])
    #expect(try file.read(at: 1, count: 9) == [2, 3])
    #expect(try file.read(at: 3, count: 9) == [])
    #expect(try file.read(at: 30, count: 9) == [])
    file.close()
    file.close()
    #expect(throws: FileError.self) { try file.byteCount() }
  }

  @Test(arguments: Place.allCases)
  func `tells obstacles apart`(place: Place) throws {
    let rented = try place.rent()
    defer { rented.giveUp() }
    let files = rented.files
    try files.createFolder("full")
    try files.createFolder("full")
    try files.writeDurably([1], to: "full/a", temporary: "t")
    func reason(_ body: () throws -> Void) -> FileError.Reason? {
      do {
        try body()
        return nil
      } catch {
        return (error as? FileError)?.reason
      }
    }
    #expect(reason { _ = try files.create("full/a") } == .exists)
    #expect(reason { _ = try files.create("none/a") } == .notFound)
    #expect(reason { _ = try files.open("full/b") } == .notFound)
    #expect(reason { _ = try files.open("full") } == .wrongKind)
    #expect(reason { try files.remove("full/b") } == .notFound)
    #expect(reason { try files.remove("full") } == .wrongKind)
    #expect(reason { try files.rename("full/b", to: "full/c") } == .notFound)
    #expect(reason { try files.createFolder("full/a") } == .wrongKind)
    #expect(reason { _ = try files.list("none") } == .notFound)
    #expect(reason { try files.syncFolder("none") } == .notFound)
    #expect(try files.attributes("full/b") == nil)
    #expect(try files.attributes("full")?.kind == .folder)
    #expect(try files.attributes("full/a")?.byteCount == 1)
    #expect(try files.exists("full/a"))
    #expect(try !files.exists("full/b"))
  }

  @Test(arguments: [
    "", "/a", "a/", "a//b", "..", "../a", "a/../b", ".", "a/./b", "a\u{0}b",
    String(repeating: "x", count: 256),
  ])
  func `is not led out of its root`(path: String) throws {
    for place in Place.allCases {
      let rented = try place.rent()
      defer { rented.giveUp() }
      let bad = FileError(.badPath, path: path)
      #expect(throws: bad) { _ = try rented.files.create(path) }
      #expect(throws: bad) { _ = try rented.files.open(path) }
      #expect(throws: bad) { try rented.files.remove(path) }
      #expect(throws: bad) { try rented.files.rename("a", to: path) }
      guard !path.isEmpty else { continue }
      #expect(throws: bad) { _ = try rented.files.list(path) }
      #expect(throws: bad) { _ = try rented.files.attributes(path) }
    }
  }

  @Test(arguments: Place.allCases)
  func `takes a name of 255 bytes`(place: Place) throws {
    let rented = try place.rent()
    defer { rented.giveUp() }
    let name = String(repeating: "x", count: 255)
    try rented.files.writeDurably([1], to: name, temporary: "t")
    #expect(try rented.files.read(name, limit: 1) == [1])
  }
}

@Suite struct `The files of this machine` {
  @Test func `are for their owner only, and never links`() throws {
    let rented = try Place.machine.rent()
    defer { rented.giveUp() }
    let root = try #require(rented.folder)
    try rented.files.createFolder("private")
    try rented.files.writeDurably([1], to: "private/a", temporary: "t")
    let manager = FileManager.default
    func mode(_ path: String) throws -> Int? {
      try manager.attributesOfItem(atPath: root + "/" + path)[.posixPermissions] as? Int
    }
    #expect(try mode("private/a") == 0o600)
    #expect(try mode("private") == 0o700)
    try manager.createSymbolicLink(
      atPath: root + "/link", withDestinationPath: root + "/private/a")
    #expect(throws: FileError.self) { try rented.files.open("link") }
    #expect(try rented.files.attributes("link")?.kind == .other)
  }
}

// MARK: Fixtures

/// Where the files are.
enum Place: CaseIterable {
  case machine
  case simulated

  struct Rented {
    let files: any FileSystem
    let folder: String?

    func giveUp() {
      if let folder { try? FileManager.default.removeItem(atPath: folder) }
    }
  }

  func rent() throws -> Rented {
    switch self {
    case .machine:
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("files-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false)
      return Rented(files: LocalFiles(root: folder), folder: folder)
    case .simulated:
      return Rented(files: SimulatedDisk().files(), folder: nil)
    }
  }
}
