/// A small set that keeps its members in order, so that the same members are always stored as the same bytes.
///
/// `Set`'s order changes from run to run; what is hashed, or compared after a replay, must not. Meant for a
/// handful of members: every operation is linear.
public struct SortedSet<Member: Comparable & Hashable & Sendable & Codable>: Hashable, Sendable {
  private var members: [Member]

  public init() {
    members = []
  }

  public init(_ members: some Sequence<Member>) {
    self.members = Set(members).sorted()
  }

  public func contains(_ member: Member) -> Bool { members.contains(member) }

  public mutating func insert(_ member: Member) {
    guard !contains(member) else { return }
    members.insert(member, at: members.firstIndex { member < $0 } ?? members.endIndex)
  }

  public mutating func remove(_ member: Member) {
    members.removeAll { $0 == member }
  }
}

extension SortedSet: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { members.count }
  public subscript(index: Int) -> Member { members[index] }
}

extension SortedSet: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Member...) {
    self.init(elements)
  }
}

extension SortedSet: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try [Member](from: decoder))
  }

  public func encode(to encoder: any Encoder) throws {
    try members.encode(to: encoder)
  }
}
