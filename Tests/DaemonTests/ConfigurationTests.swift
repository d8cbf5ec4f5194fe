import Control
import Daemon
import Files
import Foundation
import Notices
import Office
import Testing

@Suite struct `The daemon's configuration` {
  let folder: TemporaryFolder
  var files: LocalFiles { LocalFiles(root: folder.path) }
  var path: String { Configuration.standardInstallation(data: folder.path) }

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/texts", withIntermediateDirectories: false)
  }

  @Test func `is the installation's file and the program's own texts`() throws {
    try write(#"{ format: 1, publicAddress: "https://a.example.org" }"#, to: "installation.json5")
    let ours = NoticeCatalog.builtInTexts.first { $0.name.description == "window-announced" }
    try write(try #require(ours).text.source, to: "texts/window-announced.txt")
    let configuration = try Configuration(installation: path, files: files)
    #expect(configuration.settings.publicAddress == "https://a.example.org")
    #expect(configuration.settings.linkDaysAfterDeadline == 30)
    #expect(configuration.ownTexts == ["window-announced.txt"])
  }

  @Test func `tells every mistake of every file at once`() throws {
    try write(
      "{ format: 1,\n  publicAddress: \"ftp://x\", colour: 1 }", to: "installation.json5")
    try write("no text at all", to: "texts/window-anounced.txt")
    try write("Subject: {nobody}\n\nHello", to: "texts/window-announced.txt")
    let text = message()
    #expect(text.contains("installation.json5:2:"))
    #expect(text.contains("colour"))
    #expect(text.contains("texts/window-anounced.txt: found a name that is no notice's"))
    #expect(text.contains("perhaps window-announced.txt"))
    #expect(text.contains("texts/window-announced.txt:1"))
  }

  @Test func `says what a missing installation's file has to hold`() {
    #expect(message().contains("installation.json5: not found; expected the installation's file"))
    #expect(message().contains("publicAddress"))
  }

  private func message() -> String {
    do throws(DaemonFailure) {
      _ = try Configuration(installation: path, files: files)
      return ""
    } catch {
      #expect(error.exitCode.rawValue == 78)
      return error.description
    }
  }

  private func write(_ text: String, to name: String) throws {
    try text.write(toFile: folder.path + "/" + name, atomically: false, encoding: .utf8)
  }
}
