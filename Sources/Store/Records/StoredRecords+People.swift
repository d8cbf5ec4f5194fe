import SQLite
public import Workflow

extension StoredRecords {
  public func person(_ id: PersonID) throws(StoreError) -> Person? {
    try storedPerson(id)
  }

  func storedPerson(_ id: PersonID) throws(StoreError) -> Person? {
    if let known = cache.people[id] { return known }
    return try onePerson(
      line.first("SELECT id, value FROM person WHERE id = ?", id, read: Stored.init))
  }

  public func person(employeeNumber: String) throws(StoreError) -> Person? {
    try onePerson(
      line.first(
        "SELECT id, value FROM person WHERE employee_number = ? ORDER BY id LIMIT 1",
        employeeNumber, read: Stored.init))
  }

  public func person(email: String) throws(StoreError) -> Person? {
    // The index alone tells who it is; whoever is known already need not be read.
    let id: Int64? = try line.scalar(
      "SELECT id FROM person WHERE email = ? ORDER BY id LIMIT 1", email.lowercased())
    return try id.map(PersonID.init).flatMap(storedPerson)
  }

  private func onePerson(_ row: Stored?) throws(StoreError) -> Person? {
    guard let row else { return nil }
    if let known = cache.people[PersonID(row.id)] { return known }
    let person = try cache.values.decode(Person.self, row.value, table: "person", id: row.id)
    cache.people.keep(person, for: person.id)
    return person
  }

  public func people(with role: Role) throws(StoreError) -> [Person] {
    let holders: [Person]
    if let known = cache.roleHolders {
      holders = known
    } else {
      holders = try known(
        line.query(
          "SELECT id, value FROM person WHERE has_role = 1 ORDER BY id", read: cache.people.find))
      cache.roleHolders = holders
    }
    return holders.filter { $0.roles.contains(role) }
  }

  public func evaluators() throws(StoreError) -> [Person] {
    if let known = cache.evaluators { return known }
    let evaluators: [Person] = try known(
      line.query(
        "SELECT id, value FROM person WHERE is_evaluator = 1 ORDER BY id", read: cache.people.find))
    cache.evaluators = evaluators
    return evaluators
  }
}
