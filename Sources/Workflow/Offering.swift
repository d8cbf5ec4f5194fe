/// A micro-credential that the district offers or recognizes.
public struct Offering: Hashable, Sendable, Codable {
  public let id: OfferingID
  /// The catalog's own code, unique in the district.
  public var code: String
  public var title: String
  /// Who issues it, for example "Kettle Moraine" or "Digital Promise".
  public var issuer: String
  public var skills: [String]
  /// Who leads it: they don't evaluate it unless the program allows that.
  public var leaders: SortedSet<PersonID>
  /// Typical time, in hundredths of an hour; `nil` if the catalog does not say.
  public var hoursHundredths: Int?
  /// What it pays, in whole cents; `nil` where the program's own amount holds, or its teacher names one.
  public var cents: Int64?
  public var summary: String
  public var link: String?
  /// Whether it can be chosen now.
  public var isActive: Bool

  public init(
    id: OfferingID, code: String, title: String, issuer: String, skills: [String],
    leaders: SortedSet<PersonID> = [], hoursHundredths: Int? = nil, cents: Int64? = nil,
    summary: String = "", link: String? = nil, isActive: Bool = true
  ) {
    self.id = id
    self.code = code
    self.title = title
    self.issuer = issuer
    self.skills = skills
    self.leaders = leaders
    self.hoursHundredths = hoursHundredths
    self.cents = cents
    self.summary = summary
    self.link = link
    self.isActive = isActive
  }
}
