import Daemon
import Testing

@Suite struct `The command line of rubricd` {
  @Test func `names the data directory, and what is left out has its default`() throws {
    #expect(
      try DaemonRequest(["--data", "d"])
        == .run(DaemonArguments(data: "d", zones: "/usr/share/zoneinfo")))
    #expect(
      try DaemonRequest(["--once", "--data=d", "--installation", "i", "--zones=z"])
        == .run(DaemonArguments(data: "d", installation: "i", zones: "z", isOnce: true)))
  }

  @Test(arguments: [
    ([], "--data is missing: which data directory?"),
    (["--data"], "--data needs a path after it."),
    (["--data="], "--data needs a path after it."),
    (["--data", "a", "--data", "b"], "--data stands twice."),
    (["--data", "a", "--once=yes"], "There is no option \"--once=yes\"."),
    (["--data", "a", "b"], "There is no option \"b\"."),
    (["--dta", "a"], "There is no option \"--dta\"."),
  ])
  func `says what is wrong with it`(words: [String], message: String) {
    #expect {
      try DaemonRequest(words)
    } throws: {
      "\($0)" == message
    }
  }

  @Test func `asks for help or the version whatever else stands there`() throws {
    #expect(try DaemonRequest(["--nonsense", "--help"]) == .help)
    #expect(try DaemonRequest(["--version"]) == .version)
    for word in ["--data", "--installation", "--zones", "--once", "75", "78"] {
      #expect(DaemonRequest.helpText.contains(word))
    }
  }
}
