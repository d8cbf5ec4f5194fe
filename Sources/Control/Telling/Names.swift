import Documents
import Store
import Workflow

/// People's names by number, each looked up once.
final class Names<Records: StoredRecords> {
  private let records: Records
  private var known: [PersonID: String] = [:]

  init(_ records: Records) {
    self.records = records
  }

  func name(_ id: PersonID) throws -> String {
    if let name = known[id] { return name }
    let name = try records.person(id)?.fullName ?? "(nobody)"
    known[id] = name
    return name
  }

  func name(_ actor: Actor) throws -> String {
    switch actor {
    case .person(let id): try name(id)
    case .clock: "the clock"
    case .intake: "intake"
    case .technician: "the technician"
    }
  }
}

extension Actor {
  /// Who it is, for machines.
  var plain: Plain {
    switch self {
    case .person(let id): .number(id.number)
    case .clock: "clock"
    case .intake: "intake"
    case .technician: "technician"
    }
  }
}
