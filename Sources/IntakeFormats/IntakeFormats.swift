// IntakeFormats — bytes to rows, with their problems.
//
// What people drop into the intake folder comes from spreadsheets, form services, HR systems and
// roster exports. This module turns such bytes into typed rows, and whatever it cannot use into
// problems that a person can act on. It knows neither storage nor what becomes of a row; it opens
// no file, asks no clock, and gives the same answer for the same bytes.
//
// Two kinds of mistake:
// - `FileProblem` is thrown: the file as a whole cannot be used (a picture, an unclosed quote, a
//   missing column). One clear message, with the place.
// - `RowProblem` is returned beside its row: what was found *in kind* and what was expected. The
//   cell's content is never repeated, so that a report can be shown, mailed and logged.
//
// Everything is read in pieces: `RowReader` is fed chunks and asked for rows, and holds one chunk
// and one row at a time, however long the file. Students' rows in a roster are passed over unread.
//
// Read in this order: Problems, Limits; TextDecoder, CSVReader (bytes to records); ColumnMapping,
// Table, Cells, RowReader (records to cells); then one file per kind of row: FormExport, People,
// Evaluators, Offerings, Openings, CalendarTable, ICalendar, OneRoster; and Sniffer, which says
// what kind of file it is.
//
// Limits: `Limits` and `ArchiveLimits`; each has a default that a district does not reach.
