// What a zone may be called, and what people call its time.

extension Zone {
  /// Refuses a zone name that is no plain path below the zone directory.
  ///
  /// Allowed are one to three parts joined by `/`, each of 1 to 32 ASCII letters, digits, `_`, `+`
  /// and `-`, beginning with a letter. So there is no `..`, no absolute path, no hidden file, and
  /// whatever is read is a regular entry of that directory or nothing.
  ///
  /// - Parameter name: Such as `America/Chicago`.
  /// - Throws: ``ZoneError`` at the first byte that is not allowed.
  public static func checkName(_ name: String) throws(ZoneError) {
    var reader = TextReader(name)
    func error(_ expected: String) -> ZoneError {
      ZoneError(
        zone: name, part: .name, offset: reader.position, found: byteInWords(reader.next),
        expected: expected)
    }
    for part in 1...3 {
      guard let first = reader.next, isLetter(first) else {
        throw error("a letter, as in America/Chicago")
      }
      let start = reader.position
      _ = reader.bytes { isAbbreviationByte($0) || $0 == UInt8(ascii: "_") }
      guard reader.position - start <= 32 else { throw error("at most 32 bytes between slashes") }
      if reader.isAtEnd { return }
      guard part < 3 else { throw error("the name's end after three parts") }
      guard reader.take(UInt8(ascii: "/")) else {
        throw error("letters, digits, \"_\", \"+\", \"-\" or \"/\"")
      }
    }
  }

  /// What people in the United States call the zone's time: `Central Time`.
  ///
  /// For mail and pages, beside a wall time. It is the same in winter and summer, unlike ``abbreviation(at:)``.
  /// Elsewhere it is the zone's own name.
  public var commonName: String { Zone.commonNames[name] ?? name }

  /// The zone database's names for the United States and its territories. Arizona has no daylight
  /// saving time and says so; the Navajo Nation and `US/Mountain` have it.
  private static let commonNames: [String: String] = {
    let groups: [(String, [String])] = [
      (
        "Eastern Time",
        [
          "US/Eastern", "US/East-Indiana", "US/Michigan", "EST5EDT", "America/New_York",
          "America/Detroit", "America/Fort_Wayne", "America/Indianapolis", "America/Louisville",
          "America/Kentucky/Louisville", "America/Kentucky/Monticello",
          "America/Indiana/Indianapolis", "America/Indiana/Marengo", "America/Indiana/Petersburg",
          "America/Indiana/Vevay", "America/Indiana/Vincennes", "America/Indiana/Winamac",
        ]
      ),
      (
        "Central Time",
        [
          "US/Central", "US/Indiana-Starke", "CST6CDT", "America/Chicago", "America/Knox_IN",
          "America/Menominee", "America/Indiana/Knox", "America/Indiana/Tell_City",
          "America/North_Dakota/Beulah", "America/North_Dakota/Center",
          "America/North_Dakota/New_Salem",
        ]
      ),
      (
        "Mountain Time",
        ["US/Mountain", "MST7MDT", "Navajo", "America/Denver", "America/Boise", "America/Shiprock"]
      ),
      ("Mountain Standard Time", ["US/Arizona", "MST", "America/Phoenix"]),
      (
        "Pacific Time",
        ["US/Pacific", "US/Pacific-New", "PST8PDT", "America/Los_Angeles"]
      ),
      (
        "Alaska Time",
        [
          "US/Alaska", "America/Anchorage", "America/Juneau", "America/Metlakatla", "America/Nome",
          "America/Sitka", "America/Yakutat",
        ]
      ),
      ("Hawaii–Aleutian Time", ["US/Aleutian", "America/Adak", "America/Atka"]),
      ("Hawaii Time", ["US/Hawaii", "HST", "Pacific/Honolulu", "Pacific/Johnston"]),
      (
        "Atlantic Time",
        ["America/Puerto_Rico", "America/St_Thomas", "America/Virgin"]
      ),
      (
        "Samoa Time",
        ["US/Samoa", "Pacific/Pago_Pago", "Pacific/Samoa", "Pacific/Midway"]
      ),
      ("Chamorro Time", ["Pacific/Guam", "Pacific/Saipan"]),
      ("Wake Time", ["Pacific/Wake"]),
    ]
    var names: [String: String] = [:]
    for (common, zones) in groups {
      for zone in zones { names[zone] = common }
    }
    return names
  }()
}
