// SQLite — the database library, made hard to misuse. It knows nothing of the school district.
//
// What it promises:
// - SQL is a `StaticString`: nothing can be concatenated into it. Values bind.
// - A statement is prepared once for each connection and place in the source, and is reset and
//   emptied after every use, also after an error.
// - A `Connection` can't be copied and is lent to closures by borrowing, so that it never escapes a
//   transaction or reaches a second thread.
// - When SQLite itself has rolled a transaction back (disk full, input/output error), every further
//   statement of that transaction fails; nothing slips into autocommit.
// - Errors carry codes, SQLite's own words and the SQL, never a bound value.
//
// How it is used: `Database` is one writing connection on a serial queue and a pool of reading ones
// (in the simulation: one connection and no thread at all). A closure gets a `Connection`, on which
// it calls `execute`, `query`, `first`, `scalar`, `transaction` and `savepoint`.
//
// `FaultVFS` puts a database on a simulated disk (module Files) that loses what was not synced.
//
// Read in this order: Options, Connection, Bindable, Row, Connection+Statements,
// Connection+Transactions, Database, Migrations, Maintenance, Backup, then the VFS.
//
// Limits: one process opens a database for writing (see DESIGN §5); 16 MB for a text or blob.
