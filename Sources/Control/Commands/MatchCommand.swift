import Files
import Matching
import Office

/// Solves an assignment problem that stands in a file, and has nothing to do with any district.
struct MatchCommand: ControlCommand {
  static let signature = Signature(
    "match", "Solve an assignment problem from a file: who evaluates what, provably best",
    details: """
      FILE is RAF1, or a table with tabs: submission, evaluator, affinity from -1,000 to 1,000; a pair that is \
      not there is forbidden. A table needs --loads, with tabs: kind (S or E), id, lo, hi; for S both are the \
      evaluators that the submission needs, for E the bounds of the load. Both tables begin with a heading.
      """,
    parameters: [Parameter("FILE", "The pairs", isInputFile: true)],
    options: [
      Option("--loads", "FILE", "The needs and loads, for a table", isInputFile: true),
      Option("--fairest", nil, "Serve the worst-served submission best, then the total"),
      Option("--pairs", nil, "List the pairs"),
    ],
    example: "match pairs.tsv --loads loads.tsv --pairs")

  private let file: String
  private let loads: String?
  private let isFairest: Bool
  private let listsPairs: Bool

  init(_ arguments: Arguments) throws(Failure) {
    file = arguments[0]
    loads = arguments.text("--loads")
    isFairest = arguments.has("--fairest")
    listsPairs = arguments.has("--pairs")
  }

  var access: Access { .nothing }

  func run(in session: Session) throws {
    let clock = session.environment.clock
    func seconds(since start: Int64) -> Double {
      Double(clock.monotonicMilliseconds() - start) / 1000
    }
    let start = clock.monotonicMilliseconds()
    let named = try read(session)
    let readSeconds = seconds(since: start)
    let begin = clock.monotonicMilliseconds()
    let solution = named.problem.solve()
    var report = MatchingReport(named, solution)
    if isFairest {
      guard let fair = named.problem.solveFairest(startingFrom: solution) else {
        throw Failure(.data, "\(file): the affinities are too great for --fairest.")
      }
      report = MatchingReport(named, solution, fairest: fair)
    }
    report.seconds = [("read", readSeconds), ("solve", seconds(since: begin))]
    if session.output.isJSON {
      session.environment.write(report.json(withPairs: listsPairs) + "\n")
    } else {
      if listsPairs { session.environment.write(report.pairLines) }
      session.environment.write(report.summary)
    }
  }

  /// Reads the problem a piece at a time: no more of a file is held than the problem that it states.
  private func read(_ session: Session) throws -> NamedProblem {
    guard let loads else {
      var reader = RAF1Reader()
      try feed(file, session) { (piece) throws(MatchingFileError) in try reader.add(piece.span) }
      do throws(MatchingFileError) { return try reader.finish() } catch { throw told(file, error) }
    }
    var reader = MatchingTableReader()
    try feed(loads, session) { (piece) throws(MatchingFileError) in
      try reader.addLoads(piece.span)
    }
    do throws(MatchingFileError) { try reader.endLoads() } catch { throw told(loads, error) }
    try feed(file, session) { (piece) throws(MatchingFileError) in
      try reader.addPairs(piece.span)
    }
    do throws(MatchingFileError) { return try reader.finish() } catch { throw told(file, error) }
  }

  /// Hands a file on in pieces until a mistake is found in them: what comes behind it is not read, however long the
  /// file is.
  private func feed(
    _ file: String, _ session: Session,
    _ take: ([UInt8]) throws(MatchingFileError) -> Void
  ) throws {
    var mistake: MatchingFileError?
    do {
      try session.environment.readPieces(file) { (piece) throws(FileError) in
        do throws(MatchingFileError) {
          try take(piece)
        } catch {
          mistake = error
          throw FileError(.other, path: file)
        }
      }
    } catch {
      throw mistake.map { told(file, $0) } ?? error
    }
  }

  /// The mistake with the file that it is in.
  private func told(_ file: String, _ mistake: MatchingFileError) -> any Error {
    Failure(.data, "\(file): \(mistake.words).")
  }
}
