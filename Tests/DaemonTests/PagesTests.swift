import Control
import Foundation
import Glibc
import Testing

/// The daemon's own pages, over a real socket; what is on them is WebTests' affair.
@Suite struct `A daemon with pages` {
  @Test func `serves them from its start to its end, and its figures to this machine`() throws {
    let district = try MapleHollow(by: SystemClock())
    let port = Ports.free()
    try """
    { format: 1, publicAddress: "https://credentials.example.org",
      listen: { address: "127.0.0.1", port: \(port), proxies: ["127.0.0.1"] } }
    """.write(
      toFile: district.path + "/installation.json5", atomically: false, encoding: .utf8)
    let daemon = try RunningDaemon(["--data", district.path])
    let client = PagesClient(port)
    #expect(eventually { (try? client.get("/healthz"))?.body.contains("ok") ?? false })
    let start = try client.get("/")
    #expect(start.status == 200 && start.body.contains("Sign in"))
    #expect(start.header("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true)
    #expect(try client.get("/metrics").body.contains("rubricd_journal_entries"))
    // To somebody behind the proxy they are not there.
    let proxied = client.request("GET", "/metrics", ["X-Forwarded-For: 192.0.2.7"])
    #expect(try client.answer(to: proxied).status == 404)
    let elsewhere = client.request("GET", "/", host: "elsewhere.example")
    #expect(try client.answer(to: elsewhere).status == 421)
    daemon.send(SIGTERM)
    #expect(daemon.end() == 0)
    #expect(throws: PagesClient.NoAnswer.self) { try client.get("/") }
  }

  @Test func `believes its proxy in the header that the installation names, and in no other`()
    throws
  {
    let district = try MapleHollow(by: SystemClock())
    let port = Ports.free()
    try """
    { format: 1, publicAddress: "https://credentials.example.org",
      listen: { address: "127.0.0.1", port: \(port), proxyHeader: "forwarded" } }
    """.write(
      toFile: district.path + "/installation.json5", atomically: false, encoding: .utf8)
    let daemon = try RunningDaemon(["--data", district.path])
    let client = PagesClient(port)
    #expect(eventually { (try? client.get("/healthz"))?.body.contains("ok") ?? false })
    let told = client.request("GET", "/metrics", ["Forwarded: for=192.0.2.7;proto=https"])
    #expect(try client.answer(to: told).status == 404)
    let invented = client.request("GET", "/metrics", ["X-Forwarded-For: 192.0.2.7"])
    #expect(try client.answer(to: invented).status == 200)
    daemon.send(SIGTERM)
    #expect(daemon.end() == 0)
  }

  @Test func `says what is wrong when its address is somebody else's, and exits 78`() throws {
    let district = try MapleHollow(by: SystemClock())
    let port = Ports.free()
    let taken = try #require(listening(at: port))
    defer { _ = close(taken) }
    try "{ format: 1, publicAddress: 'https://a.example.org', listen: { port: \(port) } }".write(
      toFile: district.path + "/installation.json5", atomically: false, encoding: .utf8)
    let daemon = try RunningDaemon(["--data", district.path])
    #expect(daemon.end() == 78)
    #expect(daemon.log().contains("listen: 127.0.0.1, port \(port)"))
  }
}
