// CivilTime — instants, civil dates, and what lies between them.
//
// Promises:
// - Nothing here reads a clock, a file or a locale. Zone rules come in as the bytes of a TZif file
//   (RFC 8536) or as a POSIX rule; the same input gives the same answer on every machine.
// - Nothing here traps. Arithmetic that would leave the years 1…9999 stops at their edge, and
//   malformed bytes or text end in one error that names the place, what was found, what was expected.
// - The civil date, the wall time and the zone are the fact; the instant is derived from them.
// - All intervals are half-open: [start, end).
//
// The two clock changes, by worked dates in America/Chicago:
//
//   Sunday, 8 March 2026: the clock goes from 01:59:59 CST to 03:00:00 CDT at 08:00:00Z. The wall
//   times from 02:00 to 02:59:59 do not exist. Whatever is set for 02:30 happens at 08:00:00Z, the
//   first instant after the gap, be it a start or an end.
//
//   Sunday, 1 November 2026: the clock goes from 01:59:59 CDT back to 01:00:00 CST at 07:00:00Z.
//   The wall times from 01:00 to 01:59:59 happen twice. 01:30 is 06:30:00Z (CDT), and again
//   07:30:00Z (CST). A start takes the earlier one, a deadline the later one, so that nobody loses
//   an hour in which the clock on the wall still said "in time".
//
// Read in this order: Instant, CivilDate, WallTime, Zone, Interval, DateRule, WindowDates,
// SchoolCalendar, MailHours, Deadlines. ZoneFile and PosixRule are how a zone is read.
//
// Limits: the years 1…9999; a zone file of 256 KiB with 20,000 changes; a school calendar of 50
// years and 2,000 days off; no leap seconds (POSIX time has none).
