/// What is told of a solved instance, as JSON or in lines for people.
///
/// Affinities are decimals in the unit of the file. Nothing depends on the order of the file.
public struct MatchingReport: Sendable {
  private let named: NamedProblem
  private let placements: [Placement]
  private let loads: [Int]
  private let total: Int64
  private let worst: Int64
  private let totalBound: Int64
  private let worstBound: Int64?
  private let isProven: Bool
  private let shortages: [Shortage]
  private let underloads: [Underload]
  /// What was timed, in seconds, in order.
  public var seconds: [(what: String, seconds: Double)] = []

  /// Tells of the assignment of greatest total.
  ///
  /// - Parameters:
  ///   - named: The problem and its names.
  ///   - solution: Its solution.
  public init(_ named: NamedProblem, _ solution: MatchingSolution) {
    self.named = named
    placements = solution.placements
    loads = solution.loads
    total = solution.worth.affinity
    worst = Self.worst(named.problem, solution.placements)
    let gap = solution.gap
    totalBound = solution.worth.affinity + gap.affinity
    worstBound = nil
    isProven = gap == .zero
    shortages = solution.shortages
    underloads = solution.underloads
  }

  /// Tells of the fairest assignment.
  ///
  /// - Parameters:
  ///   - named: The problem and its names.
  ///   - solution: The greatest total, which says what is missing.
  ///   - fair: The fairest assignment.
  public init(_ named: NamedProblem, _ solution: MatchingSolution, fairest fair: FairSolution) {
    self.named = named
    placements = fair.placements
    loads = fair.loads
    total = fair.total
    worst = fair.worst
    totalBound = fair.totalBound
    worstBound = fair.worstBound
    isProven = fair.gap == (0, 0)
    shortages = solution.shortages
    underloads = solution.underloads
  }

  private static func worst(_ problem: MatchingProblem, _ placements: [Placement]) -> Int64 {
    var served = [Int64](repeating: 0, count: problem.needs.count)
    for placement in placements {
      guard let index = problem.index(of: placement) else { continue }
      served[placement.submission] += problem.pairs.affinity(index)
    }
    return served.indices.lazy.filter { problem.needs[$0] > 0 }.map { served[$0] }.min() ?? 0
  }

  // MARK: - JSON

  /// One object on one line.
  ///
  /// - Parameter withPairs: Whether the pairs are listed too.
  /// - Returns: The JSON, without a line break.
  public func json(withPairs: Bool) -> String {
    var fields = [
      "\"placed\":\(placements.count)",
      "\"needed\":\(named.problem.needs.reduce(0, +))",
      "\"total\":\(decimal(total))", "\"worst\":\(decimal(worst))",
      "\"totalBound\":\(decimal(totalBound))", "\"isProven\":\(isProven)",
      "\"load\":[\(loads.min() ?? 0),\(loads.max() ?? 0)]",
    ]
    if let worstBound { fields.append("\"worstBound\":\(decimal(worstBound))") }
    for (what, seconds) in seconds {
      fields.append("\"\(what)Seconds\":\(decimal(Int64(seconds * 1_000_000)))")
    }
    let missing = shortages.map { shortage in
      "{\"submission\":\(quoted(named.submissions[shortage.submission])),"
        + "\"missing\":\(shortage.missing),"
        + "\"blockedBy\":[\(blocking(shortage).map(quoted).joined(separator: ","))]}"
    }
    fields.append("\"shortages\":[\(missing.joined(separator: ","))]")
    let under = underloads.map {
      "{\"evaluator\":\(quoted(named.evaluators[$0.evaluator])),\"missing\":\($0.missing)}"
    }
    fields.append("\"underloads\":[\(under.joined(separator: ","))]")
    if withPairs {
      let pairs = placements.map {
        "[\(quoted(named.submissions[$0.submission])),\(quoted(named.evaluators[$0.evaluator]))]"
      }
      fields.append("\"pairs\":[\(pairs.joined(separator: ","))]")
    }
    return "{\(fields.joined(separator: ","))}"
  }

  // MARK: - Lines

  /// The pairs, one a line with a tab between the names.
  public var pairLines: String {
    var text = ""
    for placement in placements {
      text += named.submissions[placement.submission]
      text += "\t"
      text += named.evaluators[placement.evaluator]
      text += "\n"
    }
    return text
  }

  /// What there is to say about it, in lines.
  public var summary: String {
    let needed = named.problem.needs.reduce(0, +)
    var lines = [
      "Reviews placed: \(placements.count) of \(needed)",
      "Total affinity: \(decimal(total))",
      "Worst-served submission: \(decimal(worst))",
      "Loads: \(loads.min() ?? 0) to \(loads.max() ?? 0)",
    ]
    if isProven {
      lines.append("Proven: no assignment is better.")
    } else {
      lines.append("No assignment of this kind has a total above \(decimal(totalBound)).")
      if let worstBound, worstBound > worst {
        lines.append("No assignment serves the worst-served better than \(decimal(worstBound)).")
      }
    }
    lines += shortages.map { shortage in
      "Submission \(named.submissions[shortage.submission]) lacks \(shortage.missing): "
        + reason(shortage)
    }
    lines += underloads.map {
      "Evaluator \(named.evaluators[$0.evaluator]) is \($0.missing) below the lower load."
    }
    for (what, seconds) in seconds {
      lines.append("Seconds to \(what): \(decimal(Int64(seconds * 1_000_000)))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func reason(_ shortage: Shortage) -> String {
    switch shortage.reason {
    case .noCandidates: "nobody may review it."
    case .tooFewCandidates: "everybody who may review it does."
    case .candidatesFull:
      "it and what would have to make room can only go to "
        + blocking(shortage).joined(separator: ", ") + ", who are full."
    }
  }

  private func blocking(_ shortage: Shortage) -> [String] {
    guard case .candidatesFull(let evaluators) = shortage.reason else { return [] }
    return evaluators.map { named.evaluators[$0] }
  }

  /// Millionths as a decimal.
  private func decimal(_ millionths: Int64) -> String {
    let digits = String(millionths.magnitude % 1_000_000)
    let sign = millionths < 0 ? "-" : ""
    return "\(sign)\(millionths.magnitude / 1_000_000)."
      + String(repeating: "0", count: 6 - digits.count) + digits
  }

  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
