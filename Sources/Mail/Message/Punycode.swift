/// Punycode, which writes a label of any script in ASCII (RFC 3492).
///
/// The names of the parameters are the RFC's own (§5). The work is bounded by the square of the
/// label's length; callers bound that.
enum Punycode {
  private static let base = 36
  private static let tMin = 1
  private static let tMax = 26
  private static let skew = 38
  private static let damp = 700
  private static let initialBias = 72
  private static let initialN = 0x80

  /// The ASCII form, without `xn--` (§6.3), or `nil` if a number grows too large.
  static func encode(_ label: [Unicode.Scalar]) -> String? {
    var output: [UInt8] = label.filter(\.isASCII).map { UInt8($0.value) }
    let basicCount = output.count
    var handled = basicCount
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var n = initialN
    var delta = 0
    var bias = initialBias
    while handled < label.count {
      guard let next = label.lazy.map({ Int($0.value) }).filter({ $0 >= n }).min() else {
        return nil
      }
      let (step, overflows) = (next - n).multipliedReportingOverflow(by: handled + 1)
      guard !overflows, delta + step < Int(Int32.max) else { return nil }
      delta += step
      n = next
      for scalar in label {
        let value = Int(scalar.value)
        if value < n { delta += 1 }
        guard value == n else { continue }
        var q = delta
        var k = base
        while true {
          let t = threshold(k, bias: bias)
          if q < t { break }
          output.append(digit(t + (q - t) % (base - t)))
          q = (q - t) / (base - t)
          k += base
        }
        output.append(digit(q))
        bias = adapt(delta, count: handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      n += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The label behind an ASCII form without `xn--` (§6.2), or `nil` if there is none.
  static func decode(_ text: String) -> [Unicode.Scalar]? {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    let hyphen = bytes.lastIndex(of: UInt8(ascii: "-"))
    var output = bytes[..<(hyphen ?? 0)].map { Unicode.Scalar($0) }
    var index = hyphen.map { $0 + 1 } ?? 0
    var n = initialN
    var i = 0
    var bias = initialBias
    while index < bytes.count {
      let old = i
      var weight = 1
      var k = base
      while true {
        guard index < bytes.count, let digit = value(bytes[index]) else { return nil }
        index += 1
        i += digit * weight
        guard i < Int(Int32.max) else { return nil }
        let t = threshold(k, bias: bias)
        if digit < t { break }
        weight *= base - t
        guard weight < Int(Int32.max) else { return nil }
        k += base
      }
      bias = adapt(i - old, count: output.count + 1, isFirst: old == 0)
      n += i / (output.count + 1)
      i %= output.count + 1
      guard n <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(n)) else { return nil }
      output.insert(scalar, at: i)
      i += 1
    }
    return output
  }

  private static func threshold(_ k: Int, bias: Int) -> Int {
    min(max(k - bias, tMin), tMax)
  }

  /// §6.1.
  private static func adapt(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var k = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      k += base
    }
    return k + (base - tMin + 1) * delta / (delta + skew)
  }

  private static func digit(_ value: Int) -> UInt8 {
    UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30)
  }

  private static func value(_ digit: UInt8) -> Int? {
    switch digit {
    case 0x61...0x7A: Int(digit) - 0x61
    case 0x41...0x5A: Int(digit) - 0x41
    case 0x30...0x39: Int(digit) - 0x30 + 26
    default: nil
    }
  }
}
