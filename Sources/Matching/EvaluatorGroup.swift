/// Evaluators of whom one submission may have only so many: those of one school, for example.
///
/// A pin holds even where it exceeds that.
public struct EvaluatorGroup: Hashable, Sendable {
  /// Who belongs to the group.
  public var evaluators: [Int]
  /// How many of them one submission may have, at least one.
  public var most: Int

  public init(evaluators: [Int], most: Int = 1) {
    self.evaluators = evaluators
    self.most = most
  }

  /// The groups in the one order that they have in a problem, those without anybody left out.
  static func inOrder(_ groups: [Self]) -> [Self] {
    groups.filter { !$0.evaluators.isEmpty }
      .map { Self(evaluators: $0.evaluators.sorted(), most: $0.most) }
      .sorted { ($0.evaluators[0], $0.most) < ($1.evaluators[0], $1.most) }
  }

  /// What is wrong with groups that are in order.
  static func mistakes(in groups: [Self], evaluators: Int) -> [MatchingMistake] {
    var found: [MatchingMistake] = []
    var isMember = [Bool](repeating: false, count: groups.isEmpty ? 0 : evaluators)
    for (index, group) in groups.enumerated() {
      if group.most < 1 { found.append(.groupMost(group: index, found: group.most)) }
      for evaluator in group.evaluators {
        if isMember.indices.contains(evaluator), !isMember[evaluator] {
          isMember[evaluator] = true
        } else {
          found.append(.groupMember(group: index, evaluator: evaluator))
        }
      }
    }
    return found
  }

  /// The group of each evaluator, or −1; empty where there are no groups.
  static func groupOfEach(in problem: MatchingProblem) -> [Int] {
    guard !problem.groups.isEmpty else { return [] }
    var groups = [Int](repeating: -1, count: problem.loads.count)
    for (index, group) in problem.groups.enumerated() {
      for evaluator in group.evaluators { groups[evaluator] = index }
    }
    return groups
  }
}

/// A submission and a group that has more candidates for it than it may have of them.
struct GroupNode: Hashable, Sendable {
  var submission: Int
  var group: Int
  /// How many of the group the submission may have beyond its pins.
  var room: Int

  /// Finds the group nodes of a problem.
  ///
  /// - Returns: The nodes, where those of each submission begin, and the node from which each pair starts; all
  ///   three are empty where no group can ever be too many.
  static func all(of problem: MatchingProblem) -> (
    nodes: [Self], rows: [Int32], tails: [Int32]
  ) {
    let groupOfEach = EvaluatorGroup.groupOfEach(in: problem)
    guard !groupOfEach.isEmpty else { return ([], [], []) }
    let first = problem.needs.count + problem.loads.count
    let cells = problem.pairs.cells
    var nodes: [Self] = []
    var rows: [Int32] = [0]
    var tails = [Int32](repeating: 0, count: cells.count)
    var open = [Int](repeating: 0, count: problem.groups.count)
    var pinned = open
    var node = open
    for submission in problem.needs.indices {
      let row = problem.rows[submission]..<problem.rows[submission + 1]
      let groups = Set(row.map { groupOfEach[cells[$0].evaluator] }).filter { $0 >= 0 }.sorted()
      for group in groups { (open[group], pinned[group], node[group]) = (0, 0, submission) }
      for index in row where groupOfEach[cells[index].evaluator] >= 0 {
        let group = groupOfEach[cells[index].evaluator]
        if cells[index].isPinned { pinned[group] += 1 } else { open[group] += 1 }
      }
      for group in groups {
        let room = max(0, problem.groups[group].most - pinned[group])
        guard open[group] > room else { continue }
        node[group] = first + nodes.count
        nodes.append(Self(submission: submission, group: group, room: room))
      }
      for index in row {
        let group = groupOfEach[cells[index].evaluator]
        tails[index] = Int32(group >= 0 ? node[group] : submission)
      }
      rows.append(Int32(nodes.count))
    }
    return nodes.isEmpty ? ([], [], []) : (nodes, rows, tails)
  }
}
