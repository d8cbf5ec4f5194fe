import HTTPServer

extension HTTPRequest {
  /// The browser in a few words, such as "Firefox on Windows", for mails and lists.
  var device: String {
    let agent = headers["User-Agent"] ?? ""
    let browsers = [
      ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"),
      ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    let systems = [
      ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"),
      ("CrOS", "a Chromebook"), ("Windows", "Windows"), ("Mac OS X", "a Mac"), ("Linux", "Linux"),
    ]
    let browser = browsers.first { agent.contains($0.0) }?.1 ?? "A browser"
    let system = systems.first { agent.contains($0.0) }?.1
    return system.map { "\(browser) on \($0)" } ?? browser
  }
}
