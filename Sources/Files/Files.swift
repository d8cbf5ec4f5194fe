// Files — plain files beside the database, and the disk on which the power goes.
//
// Two file systems behind one protocol: `LocalFiles` over the operating system's calls, and the one
// of a `SimulatedDisk`, which keeps files in memory and knows what a power loss would take. A SQLite
// storage layer over the same disk is in module SQLite, so that one switch takes both.
//
// A file is durable when it was written under a temporary name, synced, renamed, and its folder
// synced (`writeDurably`). Whoever leaves out a step finds out on the simulated disk.
//
// Read in this order: FileError, FileSystem, FileSystem+Durably, LocalFiles, then SimulatedDisk and
// what it rests on (SimulatedContent, SimulatedState).
//
// Limits: a path's names have at most 255 bytes each; reading a file whole takes a limit.
