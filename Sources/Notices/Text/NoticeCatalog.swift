public import CivilTime
public import Documents

/// All texts of a district: ours, and where a program has its own, those.
public struct NoticeCatalog: Sendable {
  private var templates: [TemplateName: Template]
  private var ours: [TemplateName: Template]
  private var builtInCalendars: [TemplateName: [Template.Piece]]
  /// The texts that are the program's own.
  public private(set) var overridden: Set<TemplateName> = []

  /// Takes our texts, and a program's own in place of those of the same name.
  ///
  /// - Parameter overrides: What ``Template/init(_:file:for:)`` made of the program's files.
  /// - Throws: ``Documents/Mistakes`` if one of our own texts is wrong, which its tests would find.
  public init(overrides: [Template] = []) throws(Mistakes) {
    var templates: [TemplateName: Template] = [:]
    var calendars: [TemplateName: [Template.Piece]] = [:]
    var mistakes: Mistakes?
    for (name, text) in Self.builtInTexts {
      do throws(Mistakes) {
        let template = try Template(text.source, file: "\(name).txt", for: name)
        templates[name] = template
        calendars[name] = template.calendar
      } catch {
        if mistakes == nil { mistakes = error } else { mistakes?.add(error) }
      }
    }
    if let mistakes { throw mistakes }
    self.templates = templates
    ours = templates
    builtInCalendars = calendars
    self = overriding(with: overrides)
  }

  /// This catalog with other texts in place of those of the same name.
  public func overriding(with overrides: [Template]) -> NoticeCatalog {
    var catalog = self
    for template in overrides {
      catalog.templates[template.name] = template
      catalog.overridden.insert(template.name)
    }
    return catalog
  }

  /// Our texts, with these in place of those of the same name, and of no others.
  public func overridden(by overrides: [Template]) -> NoticeCatalog {
    var catalog = self
    catalog.templates = ours
    catalog.overridden = []
    return catalog.overriding(with: overrides)
  }

  /// Our texts, in the order of the notices.
  public static var builtInTexts: [(name: TemplateName, text: BuiltInText)] {
    NoticeText.all.flatMap { notice in
      notice.texts.map { (TemplateName(notice.name, $0.variant), $0) }
    }
  }

  /// The text that a file's name means, with or without `.txt`: `reminder-3d.txt`.
  public static func templateName(file: String) -> TemplateName? {
    let stem = file.hasSuffix(".txt") ? String(file.dropLast(4)) : file
    return builtInTexts.first { $0.name.description == stem }?.name
  }

  /// The file names of texts that are near a name which is none, for a mistake about it.
  public static func nearestFile(to file: String) -> String? {
    nearestName(to: file, among: builtInTexts.map { "\($0.name).txt" })
  }

  /// Puts a notice into words, to be sent now.
  ///
  /// - Parameters:
  ///   - name: Which text.
  ///   - values: At least those that the text names. `also_lines` may always be there: what else is
  ///     due on the day, a line each; a text without a place for it gets them above the sign-off.
  ///   - wording: The zone, and the instant of sending.
  /// - Returns: The mail's words.
  /// - Throws: ``UnfilledNotice`` if there is no such text, or a value is missing, of another
  ///   kind, or
  ///   empty where it must not be.
  public func fill(
    _ name: TemplateName, with values: NoticeValues, _ wording: Wording
  ) throws(UnfilledNotice) -> FilledNotice {
    guard let template = templates[name] else {
      throw UnfilledNotice(template: name, placeholders: [])
    }
    return try Filler(template: template, values: values, wording: wording)
      .fill(builtInCalendar: builtInCalendars[name])
  }

  /// A notice with its example values, as it looks when sent on the example's day.
  ///
  /// - Parameters:
  ///   - name: Which text.
  ///   - zone: The district's zone.
  ///   - values: Values to show in place of the examples, such as the district's own name.
  /// - Returns: The mail's words.
  /// - Throws: ``UnfilledNotice`` as ``fill(_:with:_:)``.
  public func preview(
    _ name: TemplateName, in zone: Zone, with values: NoticeValues = [:]
  ) throws(UnfilledNotice) -> FilledNotice {
    let wording = Wording.ofExample(name, in: zone)
    return try fill(name, with: Self.examples(of: name, wording).merging(values), wording)
  }

  /// The example values of a text.
  public static func examples(of name: TemplateName, _ wording: Wording) -> NoticeValues {
    var values = NoticeValues()
    let notice = NoticeText.named(name.notice)
    let own = notice.text(name.variant)?.examples ?? [:]
    for placeholder in notice.placeholders {
      let example = own[placeholder.name] ?? placeholder.example
      values[placeholder.name] = example.value(in: wording)
    }
    return values
  }
}

extension Wording {
  /// The wording of a text's example: the instant at which it is sent.
  public static func ofExample(_ name: TemplateName, in zone: Zone) -> Wording {
    let notice = NoticeText.named(name.notice)
    let sent = notice.text(name.variant)?.exampleSent ?? notice.exampleSent
    let atEpoch = Wording(zone: zone, now: .epoch)
    return Wording(zone: zone, now: atEpoch.instant(ofExample: sent))
  }
}
