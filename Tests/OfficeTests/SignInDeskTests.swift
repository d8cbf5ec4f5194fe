import CivilTime
import Crypto
import Office
import Store
import Testing
import Workflow

@Suite struct `The desk where people sign in` {
  @Test func `signs nobody in by a link to the office's pages, even if its button is pressed`()
    throws
  {
    let district = try District.begun()
    let person = try district.person("1000")
    let token = "0000000000000000000000000C"
    try district.office.store.write { records in
      try records.add(
        LinkToken(
          hash: SHA256.hash(Array(token.utf8)), person: person,
          scopeKind: LinkKind.office.rawValue, scopeID: 0,
          expires: district.clock.now().adding(hours: 1)))
    }
    guard case .good = try district.office.openedLink(token) else {
      Issue.record("the link is good, and is looked at")
      return
    }
    #expect(try district.office.enter(token, device: "Test", stays: true) == nil)
    #expect(try district.office.sessions(of: person).isEmpty)
  }
}
