/// One district's program: who it is, what its two stages are, and by which rules they run.
public struct Program: Hashable, Sendable, Codable {
  /// What the program is called in its own district, for example "Micro-credentials".
  public var name: String
  public var district: District
  /// The name of the district's zone in the system's zone files, for example `America/Chicago`.
  public var zone: String
  /// The month in which a school year begins for counting windows: 7, July, by default.
  public var schoolYearFirstMonth: Int
  /// The step in which a proposal is judged; `nil` where teachers hand in evidence straight away.
  public var proposals: Stage?
  public var evidence: Stage
  public var completion: CompletionPolicy
  public var evaluators: EvaluatorPolicy
  public var mail: MailPolicy
  /// What is paid for; `nil` where the program pays nothing.
  public var pay: PayPolicy?
  /// What payroll's files look like; `nil` for ``PayrollFormat/standard``.
  public var payroll: PayrollFormat?
  public var intake: IntakePolicy
  /// How work comes in by e-mail; `nil` where it does not.
  public var mailIntake: MailIntakePolicy?
  /// Which skills belong together; `nil` where each stands for itself.
  public var skills: SkillTree?

  public init(
    name: String, district: District, zone: String, schoolYearFirstMonth: Int = 7,
    proposals: Stage?, evidence: Stage, completion: CompletionPolicy = .init(),
    evaluators: EvaluatorPolicy = .init(), mail: MailPolicy = .init(),
    pay: PayPolicy? = nil, payroll: PayrollFormat? = nil, intake: IntakePolicy = .init(),
    mailIntake: MailIntakePolicy? = nil, skills: SkillTree? = nil
  ) {
    self.name = name
    self.district = district
    self.zone = zone
    self.schoolYearFirstMonth = schoolYearFirstMonth
    self.proposals = proposals
    self.evidence = evidence
    self.completion = completion
    self.evaluators = evaluators
    self.mail = mail
    self.pay = pay
    self.payroll = payroll
    self.intake = intake
    self.mailIntake = mailIntake
    self.skills = skills
  }
}

/// The district as its people know it: every mail is signed with this.
public struct District: Hashable, Sendable, Codable {
  /// For example "Kettle Moraine School District".
  public var name: String
  /// The office that signs, for example "Office of Teaching and Learning".
  public var officeName: String
  public var officePhone: String
  /// The address that mail comes from and that replies go to.
  public var officeEmail: String

  public init(name: String, officeName: String, officePhone: String, officeEmail: String) {
    self.name = name
    self.officeName = officeName
    self.officePhone = officePhone
    self.officeEmail = officeEmail
  }
}

/// What becomes of a proposal that is approved to begin.
public struct CompletionPolicy: Hashable, Sendable, Codable {
  /// How many civil months a teacher has to complete it: 12 by default ("a year").
  public var months: Int
  /// Whether the clock stands still while evidence for it is under review.
  public var clockStopsUnderReview: Bool
  /// How many times evidence may be handed in again after a "not yet", whatever the year's end says.
  public var guaranteedResubmissions: Int
  /// Days before the last moment evidence can come in at which the teacher is reminded.
  public var reminderDays: [Int]

  public init(
    months: Int = 12, clockStopsUnderReview: Bool = true, guaranteedResubmissions: Int = 1,
    reminderDays: [Int] = [60, 30, 7]
  ) {
    self.months = months
    self.clockStopsUnderReview = clockStopsUnderReview
    self.guaranteedResubmissions = guaranteedResubmissions
    self.reminderDays = reminderDays
  }
}
