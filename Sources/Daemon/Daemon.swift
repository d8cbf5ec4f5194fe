// Daemon — one district's office, kept open: rubricd.
//
// What it promises:
// - One process owns a data directory: it holds `run/lock` for as long as it lives, and a second one ends with
//   exit status 75 (EX_TEMPFAIL).
// - What falls due is done when it falls due, by `DistrictOffice.beat()`; the daemon has no powers of its own.
// - It does not poll. It sleeps until the next due instant by the wall clock, a file in `intake/`, a command that
//   was performed over the control socket, a signal, or half of the service manager's watchdog interval.
// - A beat that fails is told and tried again, with pauses from one second to five minutes. Nothing is lost
//   meanwhile, and nobody has to restart anything when the disk has room again.
// - SIGTERM ends it within five seconds, between transactions. SIGKILL and power loss at any point are safe too:
//   what was begun is in the database, and the next start goes on from there.
// - A mistake in a configuration file is told whole, and the exit status is 78 (EX_CONFIG).
// - Its log has ids and figures, never names, addresses, tokens or free text.
//
// Threads: the first waits for signals; one beats; one serves the control socket; where mail goes to a relay, one for
// each connection that it allows, asleep while nothing is to go; where there are pages, the server's own, and one
// while a year is rehearsed. Nothing else runs.
//
// Read in this order: DaemonArguments, OpenDistrict, Rhythm, BeatLoop, MachineRest, MailCrew, Run.
