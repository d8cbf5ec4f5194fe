public import CivilTime

/// What notices carry that no event of the workflow plans (``PlannedNotice/data``): whoever plans
/// them puts it there.
///
/// As with ``NoticeField``, never a name, an address of a person or free text about one.
public enum LetterField: String, Hashable, Sendable, CaseIterable {
  /// The part of the journal's entry hash that a receipt shows, if it is not to be looked up.
  case receipt
  /// The Message-ID of the mail that this one answers.
  case inReplyTo

  // MARK: Sign-in (35)

  /// When the link runs out, exclusive: an instant in milliseconds. Without it the notice's own
  /// end.
  case expires
  /// Browser and device, such as `Firefox on Windows`.
  case device

  // MARK: Mail that came in (36, 37)

  /// What was taken, in counts and kinds: `1 certificate, 1 reflection`.
  case contents
  /// How many pictures of a signature were left out.
  case ignored
  /// The pay warrant that it is in time for, or that what comes later counts for: its name, or a day.
  case warrant
  /// The address that takes documents, with the submission's mark.
  case intake
  /// Which of the texts says it (``NoticeVariant``).
  case variant
  /// What is missing: codes with commas (``MailShortcoming``).
  case missing
  /// The mark in a subject by which an answer finds its way.
  case mark
  /// Offerings that it may be for, by number, with commas.
  case likely
  /// Until when it is awaited, exclusive: an instant in milliseconds.
  case handInBy

  // MARK: Credit and pay (28, 30)

  /// The usual credit, such as `3 to 5 credits`.
  case credit
  /// Until when a certificate counts this year, exclusive: an instant in milliseconds.
  case uploadBy
  /// Of a payroll file: its lines, those that correct earlier files, its total in cents, the lock
  /// in milliseconds, and how many decisions are open.
  case lines
  case corrections
  case cents
  case lock
  case open
  /// How many of them are expected after the lock.
  case late

  // MARK: Mail that waits (33)

  /// When mail flowed again: an instant in milliseconds.
  case until
  /// Messages that wait, or that went out.
  case waiting
  /// The server's own words, and what they mean.
  case server
  case meaning
  /// Sign-in links that had run out, reminders that were put together, the mails they became, due
  /// dates passed.
  case expired
  case reminders
  case reminderMails
  case passed
}

extension PlannedNotice {
  public subscript(field: LetterField) -> String? {
    get { data[field.rawValue] }
    set { data[field.rawValue] = newValue }
  }

  /// A count that it carries; 0 without one.
  func count(_ field: LetterField) -> Int { self[field].flatMap { Int($0) } ?? 0 }

  /// A count that it carries; 0 without one.
  func count(_ field: NoticeField) -> Int { self[field].flatMap { Int($0) } ?? 0 }

  /// An instant that it carries.
  public func instant(_ field: LetterField) -> Instant? {
    self[field].flatMap { Int64($0) }.map(Instant.init(milliseconds:))
  }
}
