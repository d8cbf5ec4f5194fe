CREATE TABLE agenda (
  item TEXT NOT NULL,
  subject INTEGER NOT NULL,
  due INTEGER NOT NULL,
  PRIMARY KEY (item, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE artifact (
  submission INTEGER NOT NULL REFERENCES submission (id),
  round INTEGER NOT NULL,
  place INTEGER NOT NULL,
  -- In hex.
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (submission, round, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE assignment (
  id INTEGER PRIMARY KEY,
  intake_window INTEGER NOT NULL,
  state TEXT NOT NULL,
  value BLOB NOT NULL
) STRICT;
CREATE TABLE attempt (
  mail INTEGER NOT NULL REFERENCES mail (id),
  at INTEGER NOT NULL,
  words TEXT NOT NULL
) STRICT;
CREATE TABLE blob_removal (
  sha256 TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last INTEGER NOT NULL
) STRICT;
CREATE TABLE conflict (
  person INTEGER NOT NULL,
  other INTEGER NOT NULL,
  PRIMARY KEY (person, other)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE decision_review (
  decision INTEGER NOT NULL REFERENCES decision (id),
  review INTEGER NOT NULL,
  PRIMARY KEY (decision, review)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE draft_artifact (
  person INTEGER NOT NULL,
  stage TEXT NOT NULL,
  key TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (person, stage, key, sha256),
  FOREIGN KEY (person, stage, key) REFERENCES draft (person, stage, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
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
CREATE TABLE intake_window (
  id INTEGER PRIMARY KEY,
  stage TEXT NOT NULL,
  state TEXT NOT NULL,
  opens INTEGER NOT NULL,
  value BLOB NOT NULL
) STRICT;
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  -- A command's events share its number.
  command INTEGER NOT NULL,
  -- Milliseconds since 1970.
  at INTEGER NOT NULL,
  -- 'person:12', 'clock', 'intake' or 'technician'.
  actor TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  structure BLOB NOT NULL,
  -- SHA-256 of salt and payload; NULL where the event never had personal values.
  payload_hash BLOB CHECK (length(payload_hash) = 32),
  previous BLOB NOT NULL CHECK (length(previous) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TABLE journal_about (
  kind TEXT NOT NULL,
  id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (kind, id, seq)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE link_token (
  -- SHA-256 of the token, which is never stored.
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  person INTEGER NOT NULL,
  scope_kind TEXT NOT NULL,
  scope_id INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  revoked INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE lot (
  source TEXT NOT NULL,
  item INTEGER NOT NULL,
  part INTEGER NOT NULL,
  person INTEGER NOT NULL,
  payable INTEGER NOT NULL,
  carried INTEGER NOT NULL,
  PRIMARY KEY (source, item, part)
) STRICT, WITHOUT ROWID;
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
, unknowns INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
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
CREATE TABLE offering (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  -- Without case and with single spaces, as hand-ins are matched.
  folded_title TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  value BLOB NOT NULL
) STRICT;
CREATE TABLE offering_leader (
  offering INTEGER NOT NULL REFERENCES offering (id),
  person INTEGER NOT NULL,
  PRIMARY KEY (offering, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE opening (
  id INTEGER PRIMARY KEY,
  earner INTEGER NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL,
  cents INTEGER,
  submission INTEGER,
  value BLOB NOT NULL
) STRICT;
CREATE TABLE pay_policy (
  number INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  effective TEXT NOT NULL,
  value BLOB NOT NULL
) STRICT;
CREATE TABLE pay_year (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  day TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE payload (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE payload_person (
  person INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (person, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE payroll_file (
  day TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL
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
CREATE TABLE policy (
  name TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE rubric (
  rubric TEXT NOT NULL,
  hash TEXT NOT NULL,
  seq INTEGER NOT NULL,
  in_force INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (rubric, hash)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE INDEX agenda_due ON agenda (due, item, subject);
CREATE INDEX artifact_sha256 ON artifact (sha256);
CREATE INDEX assignment_window ON assignment (intake_window, id);
CREATE INDEX attempt_mail ON attempt (mail, at);
CREATE INDEX decision_submission ON decision (submission, id);
CREATE INDEX draft_artifact_sha256 ON draft_artifact (sha256);
CREATE INDEX draft_stage ON draft (stage, person);
CREATE INDEX intake_row_submission ON intake_row (submission) WHERE submission IS NOT NULL;
CREATE INDEX journal_command ON journal (command);
CREATE INDEX journal_erasures ON journal (seq) WHERE type = 'person-erased';
CREATE INDEX ledger_entry_district ON ledger_entry (number)
  WHERE kind IN ('sealed', 'funds granted');
CREATE INDEX ledger_entry_paid ON ledger_entry (seq, number) WHERE kind = 'paid';
CREATE INDEX ledger_entry_rise ON ledger_entry (number) WHERE is_rise = 1;
CREATE INDEX link_token_expires ON link_token (expires);
CREATE INDEX link_token_person ON link_token (person);
CREATE INDEX lot_open ON lot (person) WHERE payable <> 0 OR carried <> 0;
CREATE INDEX mail_created ON mail (created_at, id);
CREATE INDEX mail_leased ON mail (lease_until, id) WHERE state IN ('sending', 'endOfData');
CREATE INDEX mail_message_id ON mail (message_id);
CREATE INDEX mail_person ON mail (person, created_at, id) WHERE person IS NOT NULL;
CREATE INDEX mail_resting ON mail (state, id)
  WHERE state <> 'sent' AND state <> 'sending' AND state <> 'endOfData';
CREATE INDEX mail_waiting ON mail (class <> 'interactive', next_attempt, id)
  WHERE state IN ('queued', 'deferred');
CREATE INDEX notice_about ON notice (about_kind, about_id, id);
CREATE INDEX notice_command ON notice (command);
CREATE INDEX notice_due ON notice (due, id, person) WHERE state = 'planned';
CREATE INDEX notice_mail ON notice (mail) WHERE mail IS NOT NULL;
CREATE INDEX notice_person ON notice (person, id);
CREATE INDEX notice_planned ON notice (person, due, id) WHERE state = 'planned';
CREATE INDEX offering_code ON offering (code);
CREATE INDEX offering_title ON offering (folded_title);
CREATE INDEX opening_earner ON opening (earner, id);
CREATE INDEX payroll_file_sha256 ON payroll_file (sha256);
CREATE INDEX person_email ON person (email) WHERE email IS NOT NULL;
CREATE INDEX person_employee_number ON person (employee_number)
  WHERE employee_number IS NOT NULL;
CREATE INDEX person_evaluating ON person (id) WHERE is_evaluator = 1;
CREATE INDEX person_with_role ON person (id) WHERE has_role = 1;
CREATE INDEX posting_funds ON posting (day, cents) WHERE account = 'funds';
CREATE INDEX posting_item ON posting (source, item, entry) WHERE item IS NOT NULL;
CREATE INDEX posting_person ON posting (person, entry) WHERE person IS NOT NULL;
CREATE INDEX posting_sealed ON posting (pay_date, person) WHERE account = 'sealed';
CREATE INDEX review_due ON review (due, id) WHERE is_open = 1;
CREATE INDEX review_escalate ON review (escalate, id) WHERE is_open = 1 AND is_escalated = 0;
CREATE INDEX review_evaluator ON review (evaluator, id);
CREATE INDEX review_open ON review (evaluator, id) WHERE is_open = 1;
CREATE INDEX review_submission ON review (submission, id);
CREATE INDEX session_expires ON session (expires);
CREATE INDEX session_person ON session (person);
CREATE INDEX set_aside_open ON set_aside (id) WHERE settled_at IS NULL;
CREATE INDEX set_aside_person ON set_aside (person) WHERE person IS NOT NULL;
CREATE INDEX submission_again ON submission (again_by, id) WHERE again_by IS NOT NULL;
CREATE INDEX submission_earner ON submission (earner, folded_title, id);
CREATE INDEX submission_lacking ON submission (id) WHERE lacks > 0;
CREATE INDEX submission_running ON submission (id) WHERE is_running = 1;
CREATE INDEX submission_state ON submission (state, id);
CREATE INDEX submission_window ON submission (intake_window, state, id);
