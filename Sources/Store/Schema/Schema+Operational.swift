extension Schema {
  /// What is no history: it is neither journalled nor replayed, and a change of it is a migration of its own.
  static let operational: StaticString = """
    -- Work that is not handed in yet.
    CREATE TABLE draft (
      person INTEGER NOT NULL,
      stage TEXT NOT NULL,
      -- What it continues, in the caller's words; '' for something new.
      key TEXT NOT NULL,
      title TEXT NOT NULL,
      value BLOB NOT NULL,
      saved_at INTEGER NOT NULL,
      PRIMARY KEY (person, stage, key)
    ) STRICT;
    CREATE INDEX draft_stage ON draft (stage, person);

    -- Files that a draft refers to, so that a sweep leaves them.
    CREATE TABLE draft_artifact (
      person INTEGER NOT NULL,
      stage TEXT NOT NULL,
      key TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (person, stage, key, sha256),
      FOREIGN KEY (person, stage, key) REFERENCES draft (person, stage, key) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX draft_artifact_sha256 ON draft_artifact (sha256);

    -- Scorecards that are not handed in yet.
    CREATE TABLE draft_scorecard (
      review INTEGER PRIMARY KEY,
      value BLOB NOT NULL,
      saved_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE intake_file (
      -- Of its bytes, in hex: the same file is not read twice.
      sha256 TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      row_count INTEGER NOT NULL,
      taken INTEGER NOT NULL,
      set_aside INTEGER NOT NULL,
      -- The next row to read, so that a crash in the middle costs nothing.
      next_row INTEGER NOT NULL,
      problem TEXT NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;

    -- Rows that were taken: a growing export is read again without doubles.
    CREATE TABLE intake_row (
      kind TEXT NOT NULL,
      -- Fingerprints of who, what and when, 64 bits each.
      person INTEGER NOT NULL,
      subject INTEGER NOT NULL,
      moment INTEGER NOT NULL,
      content INTEGER NOT NULL,
      submission INTEGER,
      taken_at INTEGER NOT NULL,
      PRIMARY KEY (kind, person, subject, moment)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX intake_row_submission ON intake_row (submission) WHERE submission IS NOT NULL;

    -- Rows that somebody has to settle.
    CREATE TABLE set_aside (
      id INTEGER PRIMARY KEY,
      file TEXT NOT NULL,
      row_number INTEGER NOT NULL,
      kind TEXT NOT NULL,
      fields BLOB NOT NULL,
      reason TEXT NOT NULL,
      person INTEGER,
      created_at INTEGER NOT NULL,
      settled_at INTEGER,
      UNIQUE (file, row_number)
    ) STRICT;
    CREATE INDEX set_aside_open ON set_aside (id) WHERE settled_at IS NULL;
    CREATE INDEX set_aside_person ON set_aside (person) WHERE person IS NOT NULL;

    CREATE TABLE mail (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      person INTEGER,
      -- NULL until it is written, and once it is erased.
      address TEXT,
      -- Fixed when it is written, so that a repeated mail can be recognized as the same.
      message_id TEXT NOT NULL,
      class TEXT NOT NULL,
      state TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      next_attempt INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      -- Until when the mailer that took it may be working on it.
      lease_until INTEGER,
      server_words TEXT NOT NULL,
      sent_at INTEGER,
      -- The ids of the notices that it carries, as JSON.
      held_for BLOB NOT NULL,
      -- The message as it goes out; NULL before it is written, and once it was sent.
      body BLOB
    ) STRICT;
    -- 0 sorts interactive mail first.
    CREATE INDEX mail_waiting ON mail (class <> 'interactive', next_attempt, id)
      WHERE state IN ('queued', 'deferred');
    CREATE INDEX mail_leased ON mail (lease_until, id) WHERE state IN ('sending', 'endOfData');
    CREATE INDEX mail_state ON mail (state, id);
    CREATE INDEX mail_person ON mail (person, id) WHERE person IS NOT NULL;
    CREATE INDEX mail_created ON mail (created_at, id);

    CREATE TABLE attempt (
      mail INTEGER NOT NULL REFERENCES mail (id),
      at INTEGER NOT NULL,
      words TEXT NOT NULL
    ) STRICT;
    CREATE INDEX attempt_mail ON attempt (mail, at);

    CREATE TABLE notice (
      id INTEGER PRIMARY KEY,
      -- For example 'review/812/reminder/7d': for one key there are never two.
      key TEXT NOT NULL UNIQUE,
      template TEXT NOT NULL,
      class TEXT NOT NULL,
      person INTEGER NOT NULL,
      about_kind TEXT NOT NULL,
      about_id INTEGER NOT NULL,
      -- The command that led to it; undoing it cancels what is unsent.
      command INTEGER NOT NULL,
      due INTEGER NOT NULL,
      not_after INTEGER,
      data BLOB NOT NULL,
      state TEXT NOT NULL,
      -- Why it was merged, cancelled or suppressed, or failed.
      reason TEXT,
      merged_into INTEGER REFERENCES notice (id),
      mail INTEGER REFERENCES mail (id),
      -- What mails of one conversation share.
      thread TEXT,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX notice_due ON notice (state, due, id);
    CREATE INDEX notice_person ON notice (person, state, due, id);
    CREATE INDEX notice_command ON notice (command);
    CREATE INDEX notice_about ON notice (about_kind, about_id, id);
    CREATE INDEX notice_mail ON notice (mail) WHERE mail IS NOT NULL;

    CREATE TABLE link_token (
      -- SHA-256 of the token, which is never stored.
      hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
      person INTEGER NOT NULL,
      scope_kind TEXT NOT NULL,
      scope_id INTEGER NOT NULL,
      expires INTEGER NOT NULL,
      revoked INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX link_token_person ON link_token (person);
    CREATE INDEX link_token_expires ON link_token (expires);

    CREATE TABLE setting (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- One row: the last instant that was acted upon; time never goes back behind it.
    CREATE TABLE clock (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      last INTEGER NOT NULL
    ) STRICT;

    -- Files that an erasure took the last reference from: the next sweep removes them, whatever their age.
    CREATE TABLE blob_removal (
      sha256 TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;
    """

  /// How often a mail may have gone without anybody knowing: each further try may make a copy.
  static let unknownEnds: StaticString = """
    ALTER TABLE mail ADD COLUMN unknowns INTEGER NOT NULL DEFAULT 0;
    """

  /// What is planned is looked for all the time, what was told seldom: its indexes are short, and a notice leaves them
  /// when it is told.
  static let shortIndexes: StaticString = """
    DROP INDEX notice_due;
    DROP INDEX notice_person;
    DROP INDEX mail_person;
    -- With the person, so that whom to tell is answered by the index alone.
    CREATE INDEX notice_due ON notice (due, id, person) WHERE state = 'planned';
    CREATE INDEX notice_planned ON notice (person, due, id) WHERE state = 'planned';
    CREATE INDEX notice_person ON notice (person, id);
    CREATE INDEX mail_person ON mail (person, created_at, id) WHERE person IS NOT NULL;
    -- A mail that comes back is known by it.
    CREATE INDEX mail_message_id ON mail (message_id);
    """

  /// Who is signed in with which browser.
  static let sessions: StaticString = """
    CREATE TABLE session (
      -- SHA-256 of the cookie's value, which is never stored.
      hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
      person INTEGER NOT NULL,
      scope_kind TEXT NOT NULL,
      scope_id INTEGER NOT NULL,
      -- The browser in a few words.
      device TEXT NOT NULL,
      made_at INTEGER NOT NULL,
      seen_at INTEGER NOT NULL,
      expires INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_person ON session (person);
    CREATE INDEX session_expires ON session (expires);
    """

  /// Each delivery makes a commit, and each page that it changes goes to the disk: what a mail passes through on its way
  /// out is in one short index, and a success is noted in the mail's own row alone.
  static let leanMails: StaticString = """
    DROP INDEX mail_state;
    CREATE INDEX mail_resting ON mail (state, id)
      WHERE state NOT IN ('sent', 'sending', 'endOfData');
    DELETE FROM attempt WHERE EXISTS (
      SELECT 1 FROM mail
      WHERE mail.id = attempt.mail AND mail.state = 'sent' AND mail.sent_at = attempt.at
        AND mail.server_words = attempt.words);
    """

  /// SQLite makes a table of its own for a list of three, each time that a row changes.
  static let plainConditions: StaticString = """
    DROP INDEX mail_resting;
    CREATE INDEX mail_resting ON mail (state, id)
      WHERE state <> 'sent' AND state <> 'sending' AND state <> 'endOfData';
    """
}
