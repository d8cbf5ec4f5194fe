import Crypto

/// What a simulated disk holds: files, folders, what of it is durable, and the faults to come.
///
/// A value, so that branching off a disk is an assignment.
struct SimulatedState: Sendable {
  /// A file, whatever names it has.
  struct Inode: Sendable {
    /// What a program reads.
    var content = SimulatedContent()
    /// What the disk has for sure.
    var durable = SimulatedContent()
    /// Where the two may differ, in the order of writing.
    var unsynced: [Range<Int>] = []
    var modifiedMilliseconds: Int64 = 0
    var handles = 0

    mutating func note(_ range: Range<Int>) {
      if let last = unsynced.last, last.lowerBound <= range.lowerBound,
        range.lowerBound <= last.upperBound
      {
        unsynced[unsynced.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        unsynced.append(range)
      }
    }
  }

  /// A change of names that its folder's sync makes durable.
  enum NameChange: Sendable {
    case link(String, Int)
    case unlink(String)
    case move(String, to: String, Int)
    /// Moved into another folder. Journalling file systems never lose a file between the two, so
    /// that making this durable makes the new name durable.
    case moveAway(String, folder: String, name: String, Int)
  }

  struct Folder: Sendable {
    var names: [String: Int] = [:]
    var durable: [String: Int] = [:]
    var pending: [NameChange] = []
  }

  var inodes: [Int: Inode] = [:]
  var nextInode = 1
  var folders: [String: Folder] = ["": Folder()]
  var counts = SimulatedDisk.Counts()
  var armed: [SimulatedDisk.Armed] = []
  var isFull = false
  var isDown = false
  /// Counts power losses; an open file of an earlier one is dead for ever.
  var life = 0
  /// How many files there may be before those that nothing leads to are looked for.
  var sweepAt = 256

  // MARK: Names

  /// Splits a path into its folder and its name.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    return (String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
  }

  func inode(at path: String) -> Int? {
    let (folder, name) = Self.split(path)
    return folders[folder]?.names[name]
  }

  mutating func makeDurable(folder path: String) {
    guard let changes = folders[path]?.pending else { return }
    folders[path]?.pending = []
    for change in changes { apply(change, durablyIn: path) }
    if inodes.count > sweepAt {
      forgetUnreachable()
      sweepAt = 2 * inodes.count + 64
    }
  }

  private mutating func apply(_ change: NameChange, durablyIn path: String) {
    switch change {
    case .link(let name, let inode):
      folders[path]?.durable[name] = inode
    case .unlink(let name):
      folders[path]?.durable[name] = nil
    case .move(let name, let newName, let inode):
      folders[path]?.durable[name] = nil
      folders[path]?.durable[newName] = inode
    case .moveAway(let name, let folder, let newName, let inode):
      folders[path]?.durable[name] = nil
      // If the new name was made durable on its own, it may have been removed again since.
      let isWaiting = folders[folder]?.pending.contains { change in
        if case .link(newName, inode) = change { true } else { false }
      }
      if isWaiting == true { folders[folder]?.durable[newName] = inode }
    }
  }

  /// Frees files that have no name, no durable name, and no one who has them open.
  mutating func forgetUnreachable() {
    var reachable: Set<Int> = []
    for folder in folders.values {
      reachable.formUnion(folder.names.values)
      reachable.formUnion(folder.durable.values)
      for change in folder.pending {
        switch change {
        case .link(_, let inode), .move(_, _, let inode), .moveAway(_, _, _, let inode):
          reachable.insert(inode)
        case .unlink: break
        }
      }
    }
    inodes = inodes.filter { $0.value.handles > 0 || reachable.contains($0.key) }
  }

  // MARK: Losing

  /// What is left when the power goes: every open file is dead, and the rest as `loss` says.
  mutating func lose(_ loss: SimulatedDisk.Loss) {
    life += 1
    isDown = true
    armed = []
    switch loss {
    case .processOnly:
      keepAll()
    case .unsynced:
      for (path, folder) in folders {
        folders[path]?.names = folder.durable
        folders[path]?.pending = []
      }
      for key in inodes.keys { inodes[key]?.settle { $0.content = $0.durable } }
    case .torn(let sectorBytes, let seed):
      var generator = SplitMix64(seed: seed)
      tearNames(&generator)
      for (path, folder) in folders { folders[path]?.names = folder.durable }
      // Sorted, since a dictionary's order changes from run to run.
      for key in inodes.keys.sorted() {
        inodes[key]?.settle { $0.tear(sectorBytes: max(1, sectorBytes), &generator) }
      }
    }
    forgetUnreachable()
  }

  /// In each folder, the changes of names reached the disk up to some point.
  private mutating func tearNames(_ generator: inout SplitMix64) {
    var kept: [(path: String, changes: [NameChange])] = []
    for path in folders.keys.sorted() {
      guard let pending = folders[path]?.pending, !pending.isEmpty else { continue }
      let count = Int(generator.next(below: UInt64(pending.count + 1)))
      kept.append((path, Array(pending.prefix(count))))
      folders[path]?.pending = Array(pending.dropFirst(count))
    }
    for (path, changes) in kept {
      for change in changes { apply(change, durablyIn: path) }
    }
    for path in folders.keys { folders[path]?.pending = [] }
  }

  private mutating func keepAll() {
    for (path, folder) in folders {
      folders[path]?.durable = folder.names
      folders[path]?.pending = []
    }
    for key in inodes.keys { inodes[key]?.settle { _ in } }
  }
}

extension SimulatedState.Inode {
  /// After a power loss what can be read is what the disk has, and nobody has the file open.
  fileprivate mutating func settle(_ lose: (inout SimulatedState.Inode) -> Void) {
    lose(&self)
    durable = content
    unsynced = []
    handles = 0
  }

  /// Keeps any subset of the unsynced sectors, and either of the two lengths.
  fileprivate mutating func tear(sectorBytes: Int, _ generator: inout SplitMix64) {
    guard !unsynced.isEmpty else { return }
    var left = durable
    if content.count != durable.count, generator.next() & 1 == 0 {
      left.resize(to: content.count)
    }
    var sectors: Set<Int> = []
    for range in unsynced where !range.isEmpty {
      sectors.formUnion(range.lowerBound / sectorBytes...(range.upperBound - 1) / sectorBytes)
    }
    for sector in sectors.sorted() where generator.next() & 1 == 0 {
      left.copy(sector * sectorBytes..<(sector + 1) * sectorBytes, from: content)
    }
    content = left
  }
}
