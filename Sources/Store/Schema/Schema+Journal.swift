extension Schema {
  /// What is kept for ever: the journal and what identifies this district's file.
  ///
  /// `journal.hash` covers `previous`, the header and `payload_hash`; ``Chain`` says byte by byte how.
  /// `payload_hash` stays when the payload is erased, so that the chain still holds.
  static let journal: StaticString = """
    CREATE TABLE meta (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

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
    CREATE INDEX journal_command ON journal (command);
    CREATE INDEX journal_erasures ON journal (seq) WHERE type = 'person-erased';

    -- Names, addresses and free text lie here and nowhere else in the journal. The salt keeps
    -- payload_hash from being a fingerprint of a guessable name once the text is gone.
    CREATE TABLE payload (
      seq INTEGER PRIMARY KEY REFERENCES journal (seq),
      salt BLOB NOT NULL CHECK (length(salt) = 16),
      bytes BLOB NOT NULL
    ) STRICT;
    """
}
