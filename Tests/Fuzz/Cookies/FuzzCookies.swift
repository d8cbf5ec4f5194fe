// Header fields of any bytes, one in each line: cookies, forwarding proxies, ranges, conditions.
//
// Held: cookies are counted and clean; a cookie that is read can be set and is read back the same; what comes
// of a header is an answer, whose own header nothing of it has broken.

import Driver
import Glibc
import HTTPServer

@main
struct FuzzCookies {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzCookies(start, count) })
  }
}

private func fuzzCookies(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  let cookies = Cookies(lines)
  precondition(cookies.pairs.count <= Cookies.countMaximum)
  for pair in cookies.pairs.prefix(8) where pair.name.utf8.count + pair.value.utf8.count <= 3_900 {
    guard let cookie = try? HostCookie(pair.name, value: pair.value) else {
      preconditionFailure("a cookie that was read cannot be set")
    }
    let again = Cookies([String(cookie.header.prefix { $0 != ";" })])
    precondition(again[cookie.name] == pair.value, "a cookie that was set reads differently")
  }
  ask(lines)
  return 0
}

private func ask(_ lines: [String]) {
  let names = [
    "Cookie", "Host", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Range", "If-Range",
    "If-None-Match", "Content-Type", "Origin",
  ]
  var headers = HTTPHeaders()
  for (name, line) in zip(names, lines) { _ = try? headers.add(name, line) }
  let networks = ["127.0.0.0/8", "::/1"].compactMap { IPNetwork($0) }
  for fields in TrustedProxies.Fields.allCases {
    let proxies = TrustedProxies(networks, fields: fields)
    guard let request = try? HTTPRequest(.get, "/", headers: headers, proxies: proxies) else {
      continue
    }
    precondition(request.host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    _ = request.isFromAnotherSite
    let site = Site(handle: { request in
      .respond(.text(request.host).with(eTag: ETag("v1")).download(named: lines.last ?? ""))
    })
    for field in site.answer(request).headers.fields {
      precondition(field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }
  }
}
