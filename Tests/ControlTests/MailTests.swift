import CivilTime
import Control
import Foundation
import Simulation
import Store
import Testing

@Suite struct `rubricctl mail` {
  @Test func `check says that there is nothing to check without a relay`() throws {
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      let outcome = desk.run("mail", "check")
      #expect(outcome.code == .ok)
      #expect(outcome.output.contains("Maildir"))
    }
  }

  @Test func `check says where it ends, and what to change`() throws {
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      // Port 1 of this machine is nobody's.
      try desk.set("{ host: '127.0.0.1', port: 1, tls: 'never' }")
      let outcome = desk.run("mail", "check")
      #expect(outcome.code == .unavailable)
      #expect(outcome.output.contains("FAILS while connecting to the relay"), "\(outcome.output)")
      #expect(outcome.output.contains("Compare host and port"))
      #expect(outcome.errors.isEmpty)
      let object = try #require(try desk.run("--json", "mail", "check").objects().first)
      #expect(object["works"] as? Bool == false)
    }
  }

  @Test func `check refuses a password that others can read, and never prints one`() throws {
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      let secret = desk.folder + "/password"
      try "hush-hush\n".write(toFile: secret, atomically: false, encoding: .utf8)
      try desk.set(
        "{ host: '127.0.0.1', port: 1, tls: 'never', "
          + "signIn: { user: 'office', password: { file: '\(secret)' } } }")
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: secret)
      let open = desk.run("mail", "check")
      #expect(open.code == .unavailable)
      #expect(open.output.contains("chmod 600"), "\(open.output)")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
      let shut = desk.run("mail", "check")
      #expect(shut.output.contains("ok    the secret of office can be read"), "\(shut.output)")
      #expect(shut.output.contains("while connecting"))
      #expect(!(open.output + shut.output).contains("hush"))
    }
  }

  @Test func `check runs the token command, and says when it gives no token`() throws {
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      func words(_ command: String) throws -> String {
        try desk.set(
          "{ host: '127.0.0.1', port: 1, tls: 'never', "
            + "signIn: { user: 'office', tokenCommand: [\(command)] } }")
        return desk.run("mail", "check").output
      }
      for (command, answer) in [
        ("'/usr/bin/printf', 'ya29.token'", "while connecting"),
        ("'/usr/bin/printf', 'two words'", "2 words"),
        ("'/usr/bin/false'", "it failed; run it by hand"),
        ("'/nowhere/token'", "could not be started"),
        // Input, output, errors, and the folder that ls itself reads: nothing that is open here.
        (
          "'/bin/sh', '-c', '[ `ls /proc/self/fd | wc -l` = 4 ] && echo ya29.token'",
          "while connecting"
        ),
      ] {
        let told = try words(command)
        #expect(told.contains(answer), "\(told)")
      }
    }
  }

  @Test func `what a token command leaves running behind it is not waited for`() throws {
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      let note = "\(desk.folder)/left-running"
      try desk.set(
        "{ host: '127.0.0.1', port: 1, tls: 'never', signIn: { user: 'office', tokenCommand: ["
          + "'/bin/sh', '-c', 'sleep 1000 >/dev/null & echo $! >\(note); echo ya29.token'] } }")
      let told = desk.run("mail", "check").output
      let number = try String(contentsOfFile: note, encoding: .utf8)
      let process = try #require(Int32(number.split(separator: "\n").first ?? ""))
      #expect(kill(process, SIGKILL) == 0)
      #expect(told.contains("while connecting"), "\(told)")
    }
  }

  @Test func `test puts a message into the outbox, to a right address only`() throws {
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      #expect(desk.run("mail", "test", "nobody at all").code == .usage)
      let outcome = desk.run("mail", "test", "me@kmsd.example.org")
      #expect(outcome.code == .ok)
      let listed = try #require(
        try desk.run("--json", "outbox", "list", "--state", "queued").objects().first {
          ($0["key"] as? String)?.hasPrefix("test/") == true
        })
      #expect(listed["address"] as? String == "me@kmsd.example.org")
      #expect(listed["class"] as? String == "interactive")
    }
  }

  @Test func `intake bounce leaves alone what is no bounce`() throws {
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      let outcome = desk.run(
        "intake", "bounce", "-", files: ["-": "Subject: On vacation\n\nBack on Monday.\n"])
      #expect(outcome.code == .ok)
      #expect(outcome.output == "This is no bounce.\n")
    }
  }
}

extension Desk {
  fileprivate func set(_ relay: String) throws {
    try "{ format: 1, publicAddress: 'https://a.example.org', mail: { relay: \(relay) } }"
      .write(toFile: data + "/installation.json5", atomically: false, encoding: .utf8)
  }
}
