/// What is counted, in the singular and in the plural, so that no text says "review(s)".
public struct Noun: Hashable, Sendable, Codable {
  public let one: String
  public let many: String

  public init(one: String, many: String) {
    self.one = one
    self.many = many
  }

  /// A noun whose plural adds an "s".
  public init(_ one: String) {
    self.init(one: one, many: one + "s")
  }

  public static let review = Noun("review")
  public static let moreReview = Noun(one: "more review", many: "more reviews")
  public static let submission = Noun("submission")
  public static let evaluator = Noun("evaluator")
  public static let decision = Noun("decision")
  public static let row = Noun("row")
  public static let line = Noun("line")
  public static let correction = Noun("correction")
  public static let address = Noun(one: "address", many: "addresses")
  public static let message = Noun("message")
  public static let criterion = Noun(one: "criterion", many: "criteria")
  public static let minute = Noun("minute")
  /// For a sentence's beginning: "1 review is", "3 reviews are".
  public static let reviewIs = Noun(one: "review is", many: "reviews are")
  /// For a sentence's beginning: "1 decision waits", "3 decisions wait".
  public static let decisionWaits = Noun(one: "decision waits", many: "decisions wait")
  /// For a sentence's beginning: "1 message waits", "3 messages wait".
  public static let messageWaits = Noun(one: "message waits", many: "messages wait")
  /// For a sentence's beginning: "1 message has", "3 messages have".
  public static let messageHas = Noun(one: "message has", many: "messages have")
}
