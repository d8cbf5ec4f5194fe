/// Figures in the text format of Prometheus, version 0.0.4.
///
/// ```swift
/// var text = MetricsText()
/// text.counter("rubricd_requests_total", "Requests answered.", [(["status": "2xx"], 812)])
/// return text.response
/// ```
///
/// A name that Prometheus would not take is written with underscores; a label's value is escaped.
public struct MetricsText: Sendable {
  public typealias Labels = KeyValuePairs<String, String>

  /// What has been written.
  public private(set) var text = ""

  public init() {}

  /// Something that only grows.
  public mutating func counter(_ name: String, _ help: String, _ samples: [(Labels, Double)]) {
    family(name, help, "counter", samples)
  }

  /// Something that goes up and down.
  public mutating func gauge(_ name: String, _ help: String, _ samples: [(Labels, Double)]) {
    family(name, help, "gauge", samples)
  }

  /// How often something was how large.
  public mutating func histogram(
    _ name: String, _ help: String, _ samples: [(Labels, Histogram)]
  ) {
    let name = head(name, help, "histogram")
    for (labels, histogram) in samples {
      let pairs = labels.map { ($0.key, $0.value) }
      var sum = 0
      for (bound, count) in zip(histogram.bounds, histogram.counts) {
        sum += count
        sample(name + "_bucket", pairs + [("le", Self.number(bound))], Double(sum))
      }
      sample(name + "_bucket", pairs + [("le", "+Inf")], Double(histogram.count))
      sample(name + "_sum", pairs, histogram.sum)
      sample(name + "_count", pairs, Double(histogram.count))
    }
  }

  /// The figures as a response.
  public var response: HTTPResponse {
    HTTPResponse(.ok, type: .metrics, Array(text.utf8)).with(cache: .never)
  }

  private mutating func family(
    _ name: String, _ help: String, _ kind: String, _ samples: [(Labels, Double)]
  ) {
    let name = head(name, help, kind)
    for (labels, value) in samples { sample(name, labels.map { ($0.key, $0.value) }, value) }
  }

  private mutating func head(_ name: String, _ help: String, _ kind: String) -> String {
    let name = Self.name(name, colons: true)
    text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind)\n"
    return name
  }

  private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
    text += name
    if !labels.isEmpty {
      let pairs = labels.map {
        "\(Self.name($0.0, colons: false))=\"\(Self.escaped($0.1, quotes: true))\""
      }
      text += "{" + pairs.joined(separator: ",") + "}"
    }
    text += " \(Self.number(value))\n"
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  private static func name(_ text: String, colons: Bool) -> String {
    var name = String(
      decoding: text.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
          byte
        case UInt8(ascii: ":") where colons: byte
        default: UInt8(ascii: "_")
        }
      }, as: UTF8.self)
    if name.utf8.first.map({ (0x30...0x39).contains($0) }) ?? true { name = "_" + name }
    return name
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

/// How often a figure fell below each of some bounds.
public struct Histogram: Hashable, Sendable {
  /// Upper bounds, inclusive, ascending.
  public let bounds: [Double]
  /// How many fell between a bound and the one before it.
  public private(set) var counts: [Int]
  /// How many there were, with those above all bounds.
  public private(set) var count = 0
  public private(set) var sum = 0.0

  /// A histogram of nothing yet, with the bounds sorted.
  public init(bounds: [Double]) {
    self.bounds = bounds.sorted()
    counts = [Int](repeating: 0, count: bounds.count)
  }

  /// Seconds of a page: from half a millisecond to ten seconds.
  public static let pageSeconds = Histogram(
    bounds: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10])

  public mutating func observe(_ value: Double) {
    count += 1
    sum += value
    if let index = bounds.firstIndex(where: { value <= $0 }) { counts[index] += 1 }
  }
}
