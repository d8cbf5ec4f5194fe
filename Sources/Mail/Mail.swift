// Mail — messages as values, from an address to the bytes that a relay takes.
//
// Pure: no clock, no socket, no randomness. The date and the message id come from outside, the
// boundaries follow from the message id, and the same draft gives the same bytes everywhere. What a
// message can't carry safely is refused when it is made, all mistakes at once: a line break or NUL
// in a header, an address that no server takes, a file name that is a path. Bytes that were made
// are ASCII in CRLF lines of at most 78 columns (single words, such as a long link, may be longer),
// except for addresses that need SMTPUTF8 and say so.
//
// Read in this order:
//   Message/   Address (with Domain, Punycode), Mailbox, MessageID, MessageDraft, MailMessage;
//              then how it is written: HeaderWriter, EncodedWords, MIMEParameters,
//              TransferEncoding, MIMEPart
//   Calendar/  CalendarEvent, CalendarWriter, CalendarZone
//
// Sources: RFC 5321, 5322 (messages), 2045–2049, 2183, 2231, 2387 (MIME), 3492, 5891 (names),
// 6531, 6532 (addresses beyond ASCII), 3834 (automatic mail), 2369, 8058 (unsubscribing), 5545,
// 5546, 6047 (calendars).
// Limits: address 254 octets, subject 900, 100 recipients, 20 files, 10 MiB of them.
