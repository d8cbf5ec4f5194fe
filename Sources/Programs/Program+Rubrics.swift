public import Rubrics

extension Program {
  /// Where the program and the rubrics don't fit together, in sentences; empty when they do.
  ///
  /// The two come from different files, so neither's reading can tell.
  ///
  /// - Parameter rubrics: The rubrics in force, or about to be.
  /// - Returns: One sentence for each thing that doesn't fit.
  public func problems(with rubrics: some Sequence<Rubric>) -> [String] {
    let byID = Dictionary(rubrics.map { ($0.id.rawValue, $0) }) { first, _ in first }
    let stages: [(name: String, stage: Stage?, subject: Rubric.Subject, form: FormMapping?)] = [
      ("proposals", proposals, .proposal, intake.proposalForm),
      ("evidence", evidence, .evidence, intake.evidenceForm),
    ]
    return stages.flatMap { name, stage, subject, form -> [String] in
      guard let id = stage?.rubric else { return [] }
      guard let rubric = byID[id] else {
        let known = byID.keys.sorted().joined(separator: ", ")
        return [
          "\(name).rubric: there is no rubric “\(id)”"
            + (known.isEmpty ? "." : " (there are \(known)).")
        ]
      }
      var problems: [String] = []
      if rubric.subject != subject {
        let actual = rubric.subject == .proposal ? "proposals" : "evidence"
        problems.append("\(name).rubric: “\(id)” is a rubric for \(actual).")
      }
      for criterion in (form?.answers.keys.sorted() ?? [])
      where rubric[CriterionID(rawValue: criterion)] == nil {
        problems.append(
          "intake: the form for \(name) answers “\(criterion)”, which “\(id)” doesn't ask.")
      }
      return problems
    }
  }
}
