// Office — the one way through the house.
//
// Whoever asks for something, a page, the command line, a file in `intake/` or the clock, asks here. A command is
// performed in one transaction: the facts it needs are read, `Workflow.decide` says what follows, every event goes
// into the journal and the tables, and what people should be told goes into the outbox. No mail speaks of a thing
// that did not happen, and nothing happens without its mail.
//
// Everything is synchronous and takes the time from its surroundings, so that the same code runs under the daemon
// and in a simulated year.
//
// Read in this order: Surroundings, DistrictOffice, Perform, Beat, NoticeDesk, MailDesk, Mailing (Mailer,
// MailerDesk, PendingOutcome, Bounces), AssignmentDesk, IntakeDesk, MailIntake (MailSender, IncomingMail, MailSubject,
// MailDecision), Care….
// Limits: 500 commands a batch, 200 items of the agenda a beat, 500 people's notices a beat, 20 MiB a file
// unless the installation says otherwise, never above 64; 20 mails with work a beat, each as large as the program says.
