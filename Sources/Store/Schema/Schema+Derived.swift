extension Schema {
  /// What pages, decisions and the agenda read. Everything here follows from the journal: when it changes,
  /// ``derivedVersion`` is raised, and `rubricctl upgrade` drops and replays it.
  ///
  /// A record's whole value is JSON with sorted keys in `value`; the columns beside it are what is searched
  /// by. Instants are milliseconds since 1970. Lists of states are enforced in Swift, since SQLite can't
  /// alter a CHECK.
  static let derived: StaticString = """
    -- 'program' and 'calendar', each with the number of the entry that set it.
    CREATE TABLE policy (
      name TEXT PRIMARY KEY,
      seq INTEGER NOT NULL,
      value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rubric (
      rubric TEXT NOT NULL,
      hash TEXT NOT NULL,
      seq INTEGER NOT NULL,
      in_force INTEGER NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (rubric, hash)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE person (
      id INTEGER PRIMARY KEY,
      -- NULL once erased. Unique by decision, not by index: what happened is never refused.
      employee_number TEXT,
      -- In lower case.
      email TEXT,
      has_role INTEGER NOT NULL,
      is_evaluator INTEGER NOT NULL,
      -- An evaluator's own limit of open reviews.
      load_max INTEGER,
      erased INTEGER,
      -- As lists show them. NULL once erased.
      name TEXT,
      school TEXT NOT NULL,
      value BLOB NOT NULL
    ) STRICT;
    CREATE INDEX person_employee_number ON person (employee_number)
      WHERE employee_number IS NOT NULL;
    CREATE INDEX person_email ON person (email) WHERE email IS NOT NULL;
    CREATE INDEX person_with_role ON person (id) WHERE has_role = 1;
    CREATE INDEX person_evaluating ON person (id) WHERE is_evaluator = 1;

    -- Who must not judge whose work, both ways.
    CREATE TABLE conflict (
      person INTEGER NOT NULL,
      other INTEGER NOT NULL,
      PRIMARY KEY (person, other)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE offering (
      id INTEGER PRIMARY KEY,
      code TEXT NOT NULL,
      -- Without case and with single spaces, as hand-ins are matched.
      folded_title TEXT NOT NULL,
      is_active INTEGER NOT NULL,
      value BLOB NOT NULL
    ) STRICT;
    CREATE INDEX offering_code ON offering (code);
    CREATE INDEX offering_title ON offering (folded_title);

    CREATE TABLE offering_leader (
      offering INTEGER NOT NULL REFERENCES offering (id),
      person INTEGER NOT NULL,
      PRIMARY KEY (offering, person)
    ) STRICT, WITHOUT ROWID;

    -- "window" is a word of SQL's own.
    CREATE TABLE intake_window (
      id INTEGER PRIMARY KEY,
      stage TEXT NOT NULL,
      state TEXT NOT NULL,
      opens INTEGER NOT NULL,
      value BLOB NOT NULL
    ) STRICT;

    CREATE TABLE submission (
      id INTEGER PRIMARY KEY,
      stage TEXT NOT NULL,
      earner INTEGER NOT NULL REFERENCES person (id),
      offering INTEGER,
      proposal INTEGER,
      intake_window INTEGER,
      round INTEGER NOT NULL,
      state TEXT NOT NULL,
      outcome TEXT,
      received_at INTEGER NOT NULL,
      notify_by INTEGER NOT NULL,
      decision INTEGER,
      -- 0: has the evaluators it needs; 1: lacks one; 2: an administrator has to choose one.
      lacks INTEGER NOT NULL,
      -- Until when it can be handed in again; NULL where nothing is asked for.
      again_by INTEGER,
      -- Whether a proposal's year is running.
      is_running INTEGER NOT NULL,
      -- NULL once erased; the second without case and with single spaces, as hand-ins are matched.
      title TEXT,
      folded_title TEXT,
      value BLOB NOT NULL
    ) STRICT;
    CREATE INDEX submission_earner ON submission (earner, folded_title, id);
    CREATE INDEX submission_window ON submission (intake_window, state, id);
    CREATE INDEX submission_state ON submission (state, id);
    CREATE INDEX submission_lacking ON submission (id) WHERE lacks > 0;
    CREATE INDEX submission_again ON submission (again_by, id) WHERE again_by IS NOT NULL;
    CREATE INDEX submission_running ON submission (id) WHERE is_running = 1;

    -- The files of a submission in each of its rounds; links are in its content alone.
    CREATE TABLE artifact (
      submission INTEGER NOT NULL REFERENCES submission (id),
      round INTEGER NOT NULL,
      place INTEGER NOT NULL,
      -- In hex.
      sha256 TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      PRIMARY KEY (submission, round, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX artifact_sha256 ON artifact (sha256);

    CREATE TABLE review (
      id INTEGER PRIMARY KEY,
      submission INTEGER NOT NULL REFERENCES submission (id),
      round INTEGER NOT NULL,
      evaluator INTEGER NOT NULL REFERENCES person (id),
      part TEXT NOT NULL,
      state TEXT NOT NULL,
      is_open INTEGER NOT NULL,
      is_escalated INTEGER NOT NULL,
      is_by_hand INTEGER NOT NULL,
      due INTEGER NOT NULL,
      escalate INTEGER NOT NULL,
      -- The content hash of the rubric that a scorecard was judged by; NULL before it is in.
      rubric_hash TEXT,
      value BLOB NOT NULL
    ) STRICT;
    CREATE INDEX review_submission ON review (submission, id);
    CREATE INDEX review_evaluator ON review (evaluator, id);
    CREATE INDEX review_open ON review (evaluator, id) WHERE is_open = 1;
    CREATE INDEX review_due ON review (due, id) WHERE is_open = 1;
    CREATE INDEX review_escalate ON review (escalate, id) WHERE is_open = 1 AND is_escalated = 0;

    CREATE TABLE decision (
      id INTEGER PRIMARY KEY,
      submission INTEGER NOT NULL REFERENCES submission (id),
      round INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      released_at INTEGER NOT NULL,
      in_force INTEGER NOT NULL,
      rubric TEXT,
      rubric_hash TEXT,
      value BLOB NOT NULL
    ) STRICT;
    CREATE INDEX decision_submission ON decision (submission, id);

    -- The scorecards that a decision rests on.
    CREATE TABLE decision_review (
      decision INTEGER NOT NULL REFERENCES decision (id),
      review INTEGER NOT NULL,
      PRIMARY KEY (decision, review)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE assignment (
      id INTEGER PRIMARY KEY,
      intake_window INTEGER NOT NULL,
      state TEXT NOT NULL,
      value BLOB NOT NULL
    ) STRICT;
    CREATE INDEX assignment_window ON assignment (intake_window, id);

    CREATE TABLE opening (
      id INTEGER PRIMARY KEY,
      earner INTEGER NOT NULL REFERENCES person (id),
      kind TEXT NOT NULL,
      cents INTEGER,
      submission INTEGER,
      value BLOB NOT NULL
    ) STRICT;
    CREATE INDEX opening_earner ON opening (earner, id);

    -- Every version of the pay policy; 'effective' is a date such as 2026-07-01.
    CREATE TABLE pay_policy (
      number INTEGER PRIMARY KEY,
      seq INTEGER NOT NULL,
      effective TEXT NOT NULL,
      value BLOB NOT NULL
    ) STRICT;

    -- The ledger as the journal tells it: nothing here is ever reckoned anew, nor changed.
    CREATE TABLE ledger_entry (
      number INTEGER PRIMARY KEY,
      -- The journal's entry that brought it.
      seq INTEGER NOT NULL,
      kind TEXT NOT NULL,
      -- Whether it raises a salary, so that each later year pays it again.
      is_rise INTEGER NOT NULL,
      -- A cap in cents and what counted against it afterwards; NULL where none held.
      cap INTEGER,
      used INTEGER,
      value BLOB NOT NULL
    ) STRICT;
    CREATE INDEX ledger_entry_rise ON ledger_entry (number) WHERE is_rise = 1;
    CREATE INDEX ledger_entry_district ON ledger_entry (number)
      WHERE kind IN ('sealed', 'funds granted');
    CREATE INDEX ledger_entry_paid ON ledger_entry (seq, number) WHERE kind = 'paid';

    -- The amounts of the entries, in cents: those of one entry and ring add up to nothing.
    CREATE TABLE posting (
      entry INTEGER NOT NULL REFERENCES ledger_entry (number),
      place INTEGER NOT NULL,
      ring TEXT NOT NULL,
      account TEXT NOT NULL,
      cents INTEGER NOT NULL,
      -- NULL where it is about the funds alone.
      person INTEGER,
      -- 'submission' or 'opening', with that record's number.
      source TEXT,
      item INTEGER,
      part INTEGER,
      day TEXT NOT NULL,
      pay_date TEXT,
      PRIMARY KEY (entry, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX posting_person ON posting (person, entry) WHERE person IS NOT NULL;
    CREATE INDEX posting_item ON posting (source, item, entry) WHERE item IS NOT NULL;
    CREATE INDEX posting_funds ON posting (day, cents) WHERE account = 'funds';
    CREATE INDEX posting_sealed ON posting (pay_date, person) WHERE account = 'sealed';

    -- What is owed for something, as far as a pay date has still to do with it.
    CREATE TABLE lot (
      source TEXT NOT NULL,
      item INTEGER NOT NULL,
      part INTEGER NOT NULL,
      person INTEGER NOT NULL,
      payable INTEGER NOT NULL,
      carried INTEGER NOT NULL,
      PRIMARY KEY (source, item, part)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX lot_open ON lot (person) WHERE payable <> 0 OR carried <> 0;

    -- Payroll's files as they were sealed, among the files; none any more once somebody in it is erased.
    CREATE TABLE payroll_file (
      day TEXT PRIMARY KEY,
      sha256 TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX payroll_file_sha256 ON payroll_file (sha256);

    -- One row: when the next year of salaries or funds begins.
    CREATE TABLE pay_year (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      day TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;

    -- What the clock will ask for, and when: the agenda is a query over `due`.
    CREATE TABLE agenda (
      item TEXT NOT NULL,
      subject INTEGER NOT NULL,
      due INTEGER NOT NULL,
      PRIMARY KEY (item, subject)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX agenda_due ON agenda (due, item, subject);

    -- Which entries tell the history of what.
    CREATE TABLE journal_about (
      kind TEXT NOT NULL,
      id INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (kind, id, seq)
    ) STRICT, WITHOUT ROWID;

    -- Whose personal values an entry's payload holds, or held.
    CREATE TABLE payload_person (
      person INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (person, seq)
    ) STRICT, WITHOUT ROWID;
    """

  /// Drops what ``derived`` makes, what refers to others first.
  static let dropDerived: StaticString = """
    DROP TABLE IF EXISTS payload_person;
    DROP TABLE IF EXISTS journal_about;
    DROP TABLE IF EXISTS agenda;
    DROP TABLE IF EXISTS pay_year;
    DROP TABLE IF EXISTS payroll_file;
    DROP TABLE IF EXISTS lot;
    DROP TABLE IF EXISTS posting;
    DROP TABLE IF EXISTS ledger_entry;
    DROP TABLE IF EXISTS pay_policy;
    DROP TABLE IF EXISTS opening;
    DROP TABLE IF EXISTS assignment;
    DROP TABLE IF EXISTS decision_review;
    DROP TABLE IF EXISTS decision;
    DROP TABLE IF EXISTS review;
    DROP TABLE IF EXISTS artifact;
    DROP TABLE IF EXISTS submission;
    DROP TABLE IF EXISTS intake_window;
    DROP TABLE IF EXISTS offering_leader;
    DROP TABLE IF EXISTS offering;
    DROP TABLE IF EXISTS conflict;
    DROP TABLE IF EXISTS person;
    DROP TABLE IF EXISTS rubric;
    DROP TABLE IF EXISTS policy;
    """
}
