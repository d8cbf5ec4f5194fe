import CivilTime
import IntakeFormats
import Testing

@Suite struct `A OneRoster export` {
  private static let users11 =
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,"
    + "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
  private static let users12 =
    "sourcedId,status,dataLastModified,enabledUser,username,userIds,givenName,familyName,"
    + "middleName,identifier,email,prefferedGivenName,primaryOrgSourcedId\n"
  private static let roles12 =
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
  private static let orgs = """
    sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
    o-1,active,1/05/2023,North Middle School,school,,
    o-2,active,1/05/2023,South High School,school,,

    """

  private func manifest(_ version: String, _ files: [String: String]) -> String {
    "propertyName,value\nmanifest.version,1.0\noneroster.version,\(version)\n"
      + files.sorted { $0.key < $1.key }.map { "file.\($0.key),\($0.value)\n" }.joined()
  }

  private func files(_ folder: [String: String]) -> RosterFiles {
    RosterFiles(folder: folder.mapValues { Array($0.utf8) })
  }

  private func first(users: String, mode: String = "bulk") -> [String: String] {
    [
      "manifest.csv": manifest("1.1", ["users": mode, "orgs": "bulk"]), "orgs.csv": Self.orgs,
      "users.csv": Self.users11 + users,
    ]
  }

  private func second(users: String, roles: String) -> [String: String] {
    [
      "manifest.csv": manifest("1.2", ["users": "bulk", "roles": "bulk", "orgs": "bulk"]),
      "orgs.csv": Self.orgs, "users.csv": Self.users12 + users, "roles.csv": Self.roles12 + roles,
    ]
  }

  @Test func `of 1.1 gives its staff and passes over everybody else`() throws {
    let roster = try OneRoster().read(
      files(
        first(
          users: """
            u-1,active,2023-05-01,TRUE,"o-1,o-2",teacher,mohara,{LDAP:12},Margaret,O'Hara,,0042,\
            M.OHara@example.org,,,,,secret
            u-2,,,TRUE,o-1,student,kid,,Kim,Young,,s-1,kid@example.org,,,,5,secret
            u-3,active,1/05/2023,TRUE,o-1,Administrator,boss,,Ada,Bell,,0007,a.bell@example.org,,,,,
            u-4,,,TRUE,o-1,parent,dad,,Tom,Young,,,dad@example.org,,,,,
            u-5,tobedeleted,2023-05-01T18:25:43.511Z,TRUE,o-1,teacher,gone,,,,,,,,,,,
            u-6,active,,FALSE,o-1,aide,off,,Off,Line,,0009,off@example.org,,,,,
            u-7,inactive,,TRUE,o-1,teacher,away,,Away,Now,,0010,away@example.org,,,,,

            """)))
    #expect(roster.problems.isEmpty)
    #expect(roster.version == "1.1")
    #expect(roster.mode == .bulk)
    #expect(roster.passedOver == 2)
    #expect(roster.people.map(\.sourcedID) == ["u-1", "u-3", "u-5", "u-6", "u-7"])
    #expect(
      roster.people.map(\.standing) == [.active, .active, .toBeDeleted, .disabled, .inactive])
    #expect(roster.people[0].schools == ["North Middle School", "South High School"])
    #expect(
      roster.people[0].person
        == PersonRow(
          row: 2, line: 2, employeeNumber: "0042", givenName: "Margaret", familyName: "O'Hara",
          email: "m.ohara@example.org", school: "North Middle School"))
    #expect(roster.people[1].roles == ["administrator"])
    #expect(roster.people[2].person == nil)
  }

  @Test func `of 1.2 finds its staff by their roles`() throws {
    let roster = try OneRoster().read(
      files(
        second(
          users: """
            u-1,active,1/05/2023,true,mo,,Margaret,O'Hara,,0042,m@example.org,Peg,
            u-2,active,1/05/2023,true,kid,,Kim,Young,,s1,kid@example.org,,o-1
            u-3,active,1/05/2023,true,both,,Bo,Th,,0050,both@example.org,,o-1
            u-4,active,1/05/2023,true,was,,Wa,S,,0051,was@example.org,,o-1

            """,
          roles: """
            r-1,active,,u-1,primary,Teacher,8/15/2011,,o-2
            r-2,active,,u-1,secondary,aide,2010-01-01,6/30/2030,o-1
            r-3,active,,u-2,primary,student,,,o-1
            r-4,active,,u-3,primary,aide,,,o-1
            r-5,active,,u-3,secondary,student,,,o-1
            r-6,tobedeleted,,u-4,primary,teacher,,,o-1
            r-7,active,,u-9,primary,teacher,,,o-1

            """)))
    #expect(roster.version == "1.2")
    #expect(roster.people.map(\.sourcedID) == ["u-1", "u-4"])
    #expect(roster.people[0].preferredName == "Peg")
    #expect(roster.people[0].roles == ["teacher", "aide"])
    #expect(roster.people[0].schools == ["South High School", "North Middle School"])
    #expect(try roster.people[0].begins == day("2010-01-01"))
    #expect(roster.people[0].ends == nil)
    #expect(roster.people[1].standing == .inactive)
    #expect(roster.passedOver == 2)
    #expect(roster.problems.map(\.file) == ["roles.csv", "roles.csv"])
    #expect(roster.problems.map(\.problem.row) == [5, 8])
  }

  @Test func `names what staff's rows lack, and never a student's`() throws {
    let roster = try OneRoster().read(
      files(
        first(
          users: """
            u-1,maybe,,TRUE,o-1,teacher,x,,A,,,,not an address,,,,,
            u-2,maybe,,perhaps,o-1,student,x,,,,,,not an address,,,,,
            u-3,,,TRUE,o-1,techer,x,,A,B,,1,a@b.org,,,,,

            """)))
    #expect(roster.people.isEmpty)
    #expect(roster.problems.map(\.problem.row) == [2, 2, 2, 2, 3 + 1])
    #expect(
      roster.problems.prefix(4).map(\.problem.column) == [
        "column “status”", "column “familyName”", "column “email”", "column “identifier”",
      ])
    #expect(roster.problems[4].problem.column == "column “role”")
  }

  @Test func `takes the employee number from the column that it was told`() throws {
    let users = "u-1,,,TRUE,o-1,teacher,mohara,,A,B,,,a@b.org,,,,,\n"
    let roster = try OneRoster(numberFrom: .username).read(files(first(users: users)))
    #expect(roster.people.map(\.employeeNumber) == ["mohara"])
    #expect(try OneRoster().read(files(first(users: users))).people.isEmpty)
    let byID = try OneRoster(numberFrom: .sourcedID).read(files(first(users: users)))
    #expect(byID.people.map(\.employeeNumber) == ["u-1"])
  }

  @Test func `leaves out people who share a number or an address`() throws {
    let roster = try OneRoster().read(
      files(
        first(
          users: """
            u-1,,,TRUE,o-1,teacher,x,,A,B,,1,a@b.org,,,,,
            u-2,,,TRUE,o-1,teacher,x,,C,D,,1,c@b.org,,,,,
            u-3,,,TRUE,o-1,teacher,x,,E,F,,3,e@b.org,,,,,
            u-4,,,TRUE,o-1,teacher,x,,G,H,,4,E@b.org,,,,,
            u-5,,,TRUE,o-1,teacher,x,,I,J,,5,i@b.org,,,,,

            """)))
    #expect(roster.people.map(\.sourcedID) == ["u-5"])
    #expect(roster.problems.map(\.problem.row) == [2, 3, 4, 5])
  }

  @Test func `does not mind short rows of students`() throws {
    let roster = try OneRoster().read(
      files(first(users: "u-2,,,TRUE,o-1,student\nu-1,,,TRUE,o-1,teacher,x,,A,B,,1,a@b.org\n")))
    #expect(roster.passedOver == 1)
    #expect(roster.people.count == 1)
    #expect(roster.problems.map(\.problem.row) == [3])
  }

  @Test func `without a manifest takes nobody to have left`() throws {
    var folder = first(users: "u-1,,,TRUE,o-1,teacher,x,,A,B,,1,a@b.org,,,,,\n")
    folder["manifest.csv"] = nil
    let roster = try OneRoster().read(files(folder))
    #expect(roster.mode == .delta)
    #expect(roster.problems.map(\.problem.consequence) == [.noted])
    #expect(try OneRoster().read(files(first(users: "", mode: "delta"))).mode == .delta)
  }

  @Test func `of changes only knows its staff from before`() throws {
    let folder = second(
      users: "u-1,active,,true,mo,,Margaret,Wed,,0042,m@example.org,,o-1\n", roles: "")
    #expect(try OneRoster().read(files(folder)).people.isEmpty)
    let known = OneRoster { $0 == "u-1" }
    #expect(try known.read(files(folder)).people.map(\.familyName) == ["Wed"])
  }

  @Test func `that contradicts its manifest is refused`() throws {
    let good = first(users: "u-1,,,TRUE,o-1,teacher,x,,A,B,,1,a@b.org,,,,,\n")
    let manifests = [
      manifest("1.1", ["users": "absent", "orgs": "bulk"]), manifest("1.1", ["orgs": "bulk"]),
      manifest("1.1", ["users": "bulk", "orgs": "absent"]),
      manifest("1.1", ["users": "partly", "orgs": "bulk"]),
      manifest("2.0", ["users": "bulk", "orgs": "bulk"]), "propertyName,value\n",
      manifest("1.1", ["users": "bulk", "orgs": "bulk"]) + "file.users,delta\n",
      manifest("1.2", ["users": "bulk", "orgs": "bulk", "roles": "bulk"]), "nothing\n", "",
    ]
    #expect(throws: Never.self) { try OneRoster().read(files(good)) }
    for text in manifests {
      var folder = good
      folder["manifest.csv"] = text
      #expect(throws: FileProblem.self, "\(text)") { try OneRoster().read(files(folder)) }
    }
    #expect(throws: FileProblem.self) { try OneRoster().read(files([:])) }
    #expect(throws: FileProblem.self) { try OneRoster().read(files(["roles.csv": Self.roles12])) }
    var noRole = good
    noRole["users.csv"] = Self.users12
    #expect(throws: FileProblem.self) { try OneRoster().read(files(noRole)) }
  }

  @Test func `is the same packed as in a folder`() throws {
    let folder = second(
      users: "u-1,active,1/05/2023,true,mo,,Margaret,O'Hara,,0042,m@example.org,Peg,o-1\n",
      roles: "r-1,active,,u-1,primary,teacher,,,o-2\n")
    let packed = try zip(folder.sorted { $0.key < $1.key }.map { ("export/" + $0.key, $0.value) })
    let archive = try ZipArchive(packed, file: "roster.zip")
    #expect(
      try OneRoster().read(RosterFiles(zip: archive)) == OneRoster().read(files(folder)))
  }
}
