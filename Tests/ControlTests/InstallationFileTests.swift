import Control
import Foundation
import Programs
import Testing

@Suite struct `The installation's file of a new district` {
  private func text(_ desk: Desk) throws -> String {
    try String(contentsOfFile: desk.data + "/installation.json5", encoding: .utf8)
  }

  @Test func `is one with every setting explained, and says what is still to be set`() throws {
    try withDesk { desk in
      let begun = desk.begin()
      #expect(begun.code == .ok, "\(begun.errors)")
      #expect(
        begun.output.contains("Links in mail lead to http://localhost:8080 until publicAddress"))
      let read = try Installation.read(Array(text(desk).utf8), file: "installation.json5")
      #expect(read == Installation(publicAddress: "http://localhost:8080", listen: .first))
    }
  }

  @Test func `is the one that was named, byte by byte, if it has no mistakes`() throws {
    let good = "{ format: 1, publicAddress: 'https://mc.kmsd.example.org' } // ours\n"
    for (file, code) in [
      (good, ExitCode.ok), ("{ format: 1, publicAddress: 'kmsd', listen: {} }", .config),
    ] {
      try withDesk { desk in
        let begun = desk.run(
          "init", "--program", "Config/kettle-moraine.json5", "--installation", "i.json5",
          files: ["i.json5": file])
        #expect(begun.code == code, "\(begun.errors)")
        guard code == .ok else {
          // Both mistakes are told, and nothing was made.
          #expect(begun.errors.contains("publicAddress") && begun.errors.contains("listen"))
          #expect(!FileManager.default.fileExists(atPath: desk.data + "/rubricd.sqlite3"))
          return
        }
        let there = try text(desk)
        #expect(there == file)
        #expect(!begun.output.contains("localhost"))
      }
    }
  }

  @Test func `that is there already stays, unless another is named`() throws {
    let own = "{ format: 1, publicAddress: 'https://mc.kmsd.example.org' }"
    for (named, code) in [(nil, ExitCode.ok), (own, .ok), (own + " ", .cantCreate)] {
      try withDesk { desk in
        try FileManager.default.createDirectory(
          atPath: desk.data, withIntermediateDirectories: true)
        try own.write(
          toFile: desk.data + "/installation.json5", atomically: true, encoding: .utf8)
        let option = named == nil ? [] : ["--installation", "i.json5"]
        let begun = desk.run(
          ["init", "--program", "Config/kettle-moraine.json5"] + option,
          files: ["i.json5": named ?? ""])
        #expect(begun.code == code, "\(begun.errors)")
        let there = try text(desk)
        #expect(there == own)
      }
    }
  }
}

@Suite struct `A backup` {
  @Test func `leaves word of itself for the administrator's week`() throws {
    try withDesk { desk in
      desk.begin()
      let made = desk.run("backup", desk.folder + "/copy")
      #expect(made.code == .ok, "\(made.errors)")
      #expect(FileManager.default.fileExists(atPath: desk.data + "/run/backed-up"))
    }
  }
}
