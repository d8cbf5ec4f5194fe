import CivilTime
import Control
import Glibc
import HTTPServer
import Office
import Programs
import Web

/// The pages, open: requests are answered on the server's own threads, from the office as it is configured now.
final class WebDoor: Sendable {
  /// Requests that are under way may take this long to end when the daemon stops.
  private static let drainMilliseconds: Int32 = 1_500

  private let server: WebServer
  private let watching: Watching
  private let rehearsals: RehearsalStage

  /// Opens the door; `nil` where the installation has no pages.
  ///
  /// - Parameters:
  ///   - district: The district.
  ///   - bell: Rung after each form, since something may be due then.
  ///   - log: Gets a line for each request that failed.
  /// - Throws: ``DaemonFailure`` when the address can't be had.
  init?(_ district: OpenDistrict, bell: Bell, log: JournalLog) throws(DaemonFailure) {
    guard let listen = district.configuration.installation.listen else { return nil }
    rehearsals = RehearsalStage(district, log: log)
    let desk = WebDesk(
      office: { district.office },
      settings: { WebSettings(district.configuration.installation) }, rehearsals: rehearsals,
      textsChanged: { bell.ring(.reload) })
    var settings = WebServerSettings()
    settings.proxies = TrustedProxies(
      try Self.networks(listen), fields: .init(listen.proxyHeader))
    var site = Website(desk).site(hosts: Self.hosts(of: district.configuration.installation))
    let watching = Watching(district)
    let pages = site.handle
    site.handle = { request in
      try watching.answer(request).map { .respond($0) } ?? pages(request)
    }
    let clock = SystemClock()
    let clocks = ServerClocks(
      wallMilliseconds: { clock.now().milliseconds },
      monotonicMilliseconds: { clock.monotonicMilliseconds() })
    do throws(WebServerFailure) {
      server = try WebServer(
        site, at: try Self.place(listen), settings: settings, clocks: clocks,
        log: { record in
          if record.method == .post { bell.ring(.command) }
          if let status = record.status, status.code >= 500 {
            log.write(.error, "request \(record.number): \(status.code) at \(record.path)")
          }
        })
    } catch {
      throw .configuration("listen: \(listen.words): \(error)")
    }
    watching.watch(server)
    self.watching = watching
    log.write(.notice, "pages at port \(server.port)")
  }

  /// Takes no more requests, and lets those end that are under way.
  func close() {
    rehearsals.beginEnd()
    watching.end()
    server.stop(withinMilliseconds: Self.drainMilliseconds)
  }

  /// Waits until nothing of the pages is under way any more.
  func settle(atMostMilliseconds milliseconds: Int) {
    rehearsals.settle(atMostMilliseconds: milliseconds)
  }

  private static func place(_ listen: Installation.Listen) throws(WebServerFailure) -> Listening {
    switch listen.place {
    case .address(let text, let port):
      guard let address = IPAddress(text), let port = UInt16(exactly: port) else {
        throw .system(call: "bind", errorNumber: EADDRNOTAVAIL)
      }
      return .address(address, port: port)
    case .systemd:
      let names = ["LISTEN_FDS", "LISTEN_PID"]
      let environment = names.reduce(into: [String: String]()) { values, name in
        if let value = unsafe getenv(name) { values[name] = unsafe String(cString: value) }
      }
      let found = SocketActivation.descriptors(environment: environment, processID: getpid())
      guard let first = found.first else {
        throw .noneHandedOver
      }
      return .descriptor(first)
    }
  }

  /// Whom to believe about clients. One that is left out would let every client have the proxy's address.
  private static func networks(
    _ listen: Installation.Listen
  ) throws(DaemonFailure) -> [IPNetwork] {
    var networks: [IPNetwork] = []
    for text in listen.proxies {
      guard let network = IPNetwork(text) else {
        throw .configuration(
          "listen: proxies: found \"\(text)\", expected an address, or a network without bits "
            + "beyond its prefix, such as \"10.0.0.0/8\"")
      }
      networks.append(network)
    }
    return networks
  }

  /// By which hosts the site is asked for: its public address's, and this machine's own names.
  private static func hosts(of installation: Installation) -> Set<String> {
    let address = installation.publicAddress
    guard let slashes = address.firstRange(of: "://") else { return [] }
    let host = address[slashes.upperBound...].prefix { $0 != "/" && $0 != ":" }
    return [host.lowercased(), "localhost", "127.0.0.1", "[::1]"]
  }
}

extension AccessRecord {
  /// The route that was asked for: never the path itself, which may hold a link's token.
  fileprivate var path: String { route?.text ?? "no route" }
}

extension WebSettings {
  fileprivate init(_ installation: Installation) {
    self.init(
      uploadBytesMax: Int64(installation.limits.artifactMebibytes) << 20,
      artifactsMax: installation.limits.artifactsPerSubmission,
      showsCatalog: installation.showsCatalog)
  }
}

extension TrustedProxies.Fields {
  fileprivate init(_ header: Installation.Listen.ProxyHeader) {
    switch header {
    case .xForwarded: self = .xForwarded
    case .forwarded: self = .forwarded
    }
  }
}

extension Installation.Listen {
  fileprivate var words: String {
    switch place {
    case .address(let address, let port): "\(address), port \(port)"
    case .systemd: "systemd's socket"
    }
  }
}
