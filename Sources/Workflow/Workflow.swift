// Workflow — what may happen to a submission, and when.
//
// Pure: no clock, no database, no mail. A command, the facts it needs and an instant go in; events come out,
// or a refusal that says why in words a person can act on. Whoever calls stores the events, and the notices
// that follow from them, in one transaction.
//
// Three functions carry the whole:
//   Facts.gather(for:from:)  reads what a command needs from the records, in the same transaction;
//   decide(_:by:facts:at:)   says what follows from the command, or refuses it;
//   apply(_:to:)             carries an event into the records. It never refuses: an event has happened.
// The agenda (`Agenda.entries`) says, for each record, at which instant the clock will ask for what. The clock
// is only another person: its commands go through `decide` like everybody's.
//
// Names, addresses and free text lie in `Personal` values, which a journal keeps apart, so that they can be
// erased while the structure of what happened stays.
//
// Read in this order: Identifiers, Submission, Review, Decision, Window, Event, Command, Decide…, Agenda.
// Limits: title 200 characters, 40 answers of 20,000 characters, 60 artifacts a submission, 20 rounds.
