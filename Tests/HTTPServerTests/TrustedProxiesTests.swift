import HTTPServer
import Testing

@Suite struct `A trusted proxy` {
  let proxies: TrustedProxies
  let standard: TrustedProxies

  init() throws {
    let networks = try ["127.0.0.1", "10.0.0.0/8", "2001:db8::/32"].map {
      try #require(IPNetwork($0))
    }
    proxies = TrustedProxies(networks)
    standard = TrustedProxies(networks, fields: .forwarded)
  }

  private func headers(_ fields: (String, String)...) throws -> HTTPHeaders {
    var headers = HTTPHeaders()
    for (name, value) in fields { try headers.add(name, value) }
    return headers
  }

  private func client(
    _ proxies: TrustedProxies, _ headers: HTTPHeaders, from peer: String = "127.0.0.1"
  ) throws -> String {
    let peer = try #require(IPAddress(peer))
    return proxies.origin(of: headers, from: peer).address.description
  }

  @Test func `tells who the client is, as far as trusted proxies have written`() throws {
    let field = "X-Forwarded-For"
    #expect(try client(proxies, headers((field, "203.0.113.9"))) == "203.0.113.9")
    #expect(try client(proxies, headers((field, "6.6.6.6, 203.0.113.9"))) == "203.0.113.9")
    #expect(try client(proxies, headers((field, "203.0.113.9, 10.1.2.3"))) == "203.0.113.9")
    #expect(
      try client(proxies, headers((field, "6.6.6.6"), (field, "203.0.113.9"))) == "203.0.113.9")
    #expect(try client(proxies, headers((field, "[2001:db9::1]:443"))) == "2001:db9::1")
    #expect(try client(proxies, headers((field, "203.0.113.9:5000"))) == "203.0.113.9")
    #expect(try client(proxies, headers((field, "unknown"))) == "127.0.0.1")
    #expect(try client(proxies, headers()) == "127.0.0.1")
  }

  @Test func `is the only one who is believed`() throws {
    let headers = try headers(
      ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"),
      ("X-Forwarded-Host", "evil.example"))
    let peer = try #require(IPAddress("198.51.100.7"))
    let origin = proxies.origin(of: headers, from: peer)
    #expect(origin.address == peer)
    #expect(origin.scheme == .http)
    #expect(origin.host == nil)
    #expect(TrustedProxies.none.origin(of: headers, from: .loopback4).address == .loopback4)
  }

  @Test func `tells scheme and host, the nearest one last`() throws {
    let origin = proxies.origin(
      of: try headers(
        ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "http, HTTPS"),
        ("X-Forwarded-Host", "evil.example, rubricd.example")), from: .loopback4)
    #expect(origin.scheme == .https)
    #expect(origin.host == "rubricd.example")
  }

  @Test func `writes one kind of field; the other is the client's own`() throws {
    let both = try headers(("X-Forwarded-For", "6.6.6.6"), ("Forwarded", "for=203.0.113.9"))
    #expect(try client(proxies, both) == "6.6.6.6")
    #expect(try client(standard, both) == "203.0.113.9")
  }

  @Test func `may write the standard's field`() throws {
    let element = #"For="[2001:db9::17]:4711";proto=https;host="rubricd.example""#
    let origin = standard.origin(
      of: try headers(("Forwarded", "for=6.6.6.6;proto=http, \(element)")), from: .loopback4)
    #expect(origin.address.description == "2001:db9::17")
    #expect(origin.scheme == .https)
    #expect(origin.host == "rubricd.example")
    let field = "Forwarded"
    #expect(
      try client(standard, headers((field, "for=203.0.113.9, for=10.0.0.1"))) == "203.0.113.9")
    #expect(try client(standard, headers((field, "for=unknown, for=10.0.0.1"))) == "10.0.0.1")
    #expect(try client(standard, headers((field, "for=6.6.6.6, for=_hidden"))) == "127.0.0.1")
    #expect(try client(standard, headers((field, #"for="203.0.113.9, 6.6.6.6""#))) == "127.0.0.1")
  }

  @Test func `is not followed through more hops than there can be`() throws {
    let hops = { (count: Int) in
      (["203.0.113.9"] + [String](repeating: "10.0.0.1", count: count - 1)).joined(separator: ",")
    }
    let most = TrustedProxies.hopsMaximum
    #expect(try client(proxies, headers(("X-Forwarded-For", hops(most)))) == "203.0.113.9")
    #expect(try client(proxies, headers(("X-Forwarded-For", hops(most + 1)))) == "10.0.0.1")
  }

  @Test func `is in a network by its first bits`() throws {
    let network = try #require(IPNetwork("10.32.0.0/11"))
    #expect(network.contains(try #require(IPAddress("10.63.255.255"))))
    #expect(!network.contains(try #require(IPAddress("10.64.0.0"))))
    #expect(!network.contains(try #require(IPAddress("10.31.255.255"))))
    #expect(!network.contains(try #require(IPAddress("::"))))
    #expect(network.contains(try #require(IPAddress("::ffff:10.32.0.1"))))
    let all = try #require(IPNetwork("0.0.0.0/0"))
    #expect(all.contains(.loopback4))
    for text in ["10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "10/8", "::/129", "a", "", "1.2.3.4/-1"]
    {
      #expect(IPNetwork(text) == nil)
    }
  }

  @Test func `counts a household of version 6 as one`() throws {
    let one = try #require(IPAddress("2001:db8:1:2:3:4:5:6"))
    let other = try #require(IPAddress("2001:db8:1:2::9"))
    #expect(one.clientKey == other.clientKey)
    #expect(one.clientKey.description == "2001:db8:1:2::")
    #expect(IPAddress.loopback4.clientKey == .loopback4)
  }
}
