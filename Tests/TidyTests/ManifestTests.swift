import Testing

@Suite struct `The manifest` {
  let manifest = Manifest(
    """
    func tests(of name: String) -> Target {
      .testTarget(
        name: name + "Tests")
    }
    let package = Package(
      targets: [
        .systemLibrary(name: "CZip", pkgConfig: "zip", providers: [.apt(["libzip-dev"])]),
        module("Time"),
        module("Mail", ["Time"]),
        module(
          "Office",
          [
            "Mail", "CZip",
          ]),
        .executableTarget(name: "tool", dependencies: ["Office"], swiftSettings: strict),
        tests(of: "Time"),
        tests(of: "Mail", ["Time"]),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .executableTarget(
          name: "Speed",
          dependencies: ["Mail"],
          path: "Speed", swiftSettings: strict),
      ])
    """)

  @Test func `is read as the table of targets`() {
    let rows = manifest.targets.map { "\($0.kind) \($0.folder) \($0.name) \($0.dependencies)" }
    #expect(
      rows == [
        #"systemLibrary Sources/CZip CZip []"#,
        #"module Sources/Time Time []"#,
        #"module Sources/Mail Mail ["Time"]"#,
        #"module Sources/Office Office ["Mail", "CZip"]"#,
        #"executable Sources/tool tool ["Office"]"#,
        #"test Tests/TimeTests TimeTests ["Time"]"#,
        #"test Tests/MailTests MailTests ["Mail", "Time"]"#,
        #"test Tests/TidyTests TidyTests []"#,
        #"executable Speed Speed ["Mail"]"#,
      ])
  }

  @Test func `says to which target a file belongs`() {
    #expect(manifest.target(of: "Sources/Mail/Address.swift")?.name == "Mail")
    #expect(manifest.target(of: "Tests/MailTests/AddressTests.swift")?.name == "MailTests")
    #expect(manifest.target(of: "Speed/main.swift")?.name == "Speed")
    #expect(manifest.target(of: "Sources/Mailbox/Mailbox.swift") == nil)
  }
}
