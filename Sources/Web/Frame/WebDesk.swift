import Crypto
import HTML
import HTTPServer
public import Office
import Synchronization
import Workflow

/// What all pages share: made once.
public final class WebDesk: Sendable {
  private let presentOffice: @Sendable () -> DistrictOffice
  private let presentSettings: @Sendable () -> WebSettings
  let assets: Assets
  let words: Words
  /// How often links may be asked for: to one person, and from one place.
  let askedByPerson = AskingLimit(perHour: 5, namesMax: 100_000)
  let askedFromPlace = AskingLimit(perHour: 600, namesMax: 4_096)
  /// Where years are rehearsed; nowhere in an installation without a room for it.
  let rehearsals: (any RehearsalRoom)?
  /// Called when a wording in the data directory was changed, so that it is read again.
  let textsChanged: @Sendable () -> Void
  /// What the dashboard says of the school year.
  let years = Remembered<DashboardYear>(max: 1)
  /// What is coming at the pay dates.
  let forecasts = Remembered<Forecast>(max: 1)
  /// Long lists as they were shown: what nothing has happened to is not written again for the next who looks.
  let lists = Remembered<Markup>(max: 16)

  /// The district's office as it is configured now.
  var office: DistrictOffice { presentOffice() }

  /// What the installation sets now.
  var settings: WebSettings { presentSettings() }

  /// - Parameters:
  ///   - office: Gives the district's office, open; it may be configured anew meanwhile.
  ///   - settings: Gives what the installation sets.
  ///   - rehearsals: Where years are rehearsed.
  ///   - textsChanged: Called when a wording in the data directory was changed, so that it is read again.
  public init(
    office: @escaping @Sendable () -> DistrictOffice,
    settings: @escaping @Sendable () -> WebSettings = { WebSettings() },
    rehearsals: (any RehearsalRoom)? = nil, textsChanged: @escaping @Sendable () -> Void = {}
  ) {
    presentOffice = office
    presentSettings = settings
    words = .english
    self.rehearsals = rehearsals
    self.textsChanged = textsChanged
    assets = Assets([
      (
        "style.css",
        PackageResources.style_css + PackageResources.pages_css
          + PackageResources.evaluator_css + PackageResources.teacher_css
          + PackageResources.office_css
      ),
      ("pages.js", PackageResources.pages_js), ("icon.svg", PackageResources.icon_svg),
    ])
  }
}

/// What an installation sets for its pages.
public struct WebSettings: Sendable {
  /// The largest file that a teacher can hand in, in bytes.
  public var uploadBytesMax: Int64
  /// Most files and links of one submission.
  public var artifactsMax: Int
  /// Whether everybody may read the catalog, signed in or not.
  public var showsCatalog: Bool

  public init(
    uploadBytesMax: Int64 = 2 << 30, artifactsMax: Int = 20, showsCatalog: Bool = true
  ) {
    self.uploadBytesMax = uploadBytesMax
    self.artifactsMax = artifactsMax
    self.showsCatalog = showsCatalog
  }
}

/// What was found out at an entry of the journal, until there is another.
final class Remembered<Value: Sendable>: Sendable {
  private let max: Int
  private struct State {
    var sequence: Int64 = -1
    var values: [String: Value] = [:]
  }
  private let state = Mutex(State())

  /// - Parameter max: For how many questions; beyond that all are forgotten.
  init(max: Int) {
    self.max = max
  }

  /// What is known at an entry, or what the closure finds.
  ///
  /// - Parameters:
  ///   - sequence: The journal's last entry in the state that is looked at.
  ///   - question: All that the answer depends on besides the journal.
  ///   - find: Finds it in that state.
  /// - Returns: The value.
  /// - Throws: What the closure throws.
  func value(
    at sequence: Int64, for question: String, _ find: () throws -> Value
  ) throws -> Value {
    let known = state.withLock { $0.sequence == sequence ? $0.values[question] : nil }
    if let known { return known }
    let value = try find()
    state.withLock { state in
      // A reader that began before the last entry does not bring an old state back.
      guard sequence >= state.sequence else { return }
      if sequence > state.sequence || state.values.count >= max { state.values = [:] }
      state.sequence = sequence
      state.values[question] = value
    }
    return value
  }
}

/// How often something may be asked for in an hour, by name.
///
/// Kept in memory, for so many names at most; what is forgotten early only lets somebody ask again. So a name that
/// whoever asks can choose must never stand in one table with those that are to be guarded.
final class AskingLimit: Sendable {
  private let perHour: Int
  private let namesMax: Int
  private struct State {
    var hour: Int64 = 0
    var counts: [Digest32: Int] = [:]
  }
  private let state = Mutex(State())

  init(perHour: Int, namesMax: Int) {
    self.perHour = perHour
    self.namesMax = namesMax
  }

  /// Counts an asking.
  ///
  /// - Returns: Whether the name may be asked for once more in this hour.
  func allows(_ name: String, atMilliseconds now: Int64) -> Bool {
    let key = SHA256.hash(Array(name.utf8))
    return state.withLock { state in
      let hour = now / 3_600_000
      if state.hour != hour || state.counts.count >= namesMax { state = State(hour: hour) }
      state.counts[key, default: 0] += 1
      return state.counts[key, default: 0] <= perHour
    }
  }
}
