// Control — rubricctl, the control command: what a person at the machine's own command line asks for.
//
// What it promises:
// - Everything that changes something goes through `Office.perform`, as it does for everybody else. There is no
//   second way in.
// - There is one writer. While the daemon runs it holds the data directory's lock, and a command that changes
//   something travels over `run/control.sock` and is run by the very same code on the daemon's own office.
//   Otherwise rubricctl takes the lock and does it itself. Reading needs neither.
// - What is wrong is said in one message that names the option or the place, and nothing has changed then. The
//   exit status says what to do next (`ExitCode`).
// - With `--json` a command prints JSON and nothing else on its output: a list as one object a line, anything
//   else as one object. Instants are RFC 3339 in UTC; dates are dates.
// - Whatever came from people is printed without control characters, so that no title can move a cursor.
//
// Everything from outside comes in by `Environment`, so that tests run commands in their own process.
//
// Read in this order: ControlProgram, Asking (arguments, the tree of commands), Session, Telling (tables, JSON,
// words), Commands, Wire.
// Limits: 64 MiB an input file, 8 of them a command; 1,000 arguments; a request's arguments 256 KiB.
