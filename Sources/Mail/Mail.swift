// Mail — messages as values, from an address to the bytes that a relay takes; and the talk with the
// relay, as a machine without sockets.
//
// Pure: no clock, no socket, no randomness. The date and the message id come from outside, the
// boundaries follow from the message id, and the same draft gives the same bytes everywhere. What a
// message can't carry safely is refused when it is made, all mistakes at once: a line break or NUL
// in a header, an address that no server takes, a file name that is a path. Bytes that were made
// are ASCII in CRLF lines of at most 78 columns (single words, such as a long link, may be longer),
// except for addresses that need SMTPUTF8 and say so.
//
// The conversation is told what happened and returns what to do. Each message has one outcome for
// each recipient: accepted, transient, permanent, or unknown, which means that the end of data may
// have reached the relay and no answer came. Before that end goes, the caller makes it durable.
//
// Read in this order:
//   Message/   Address (with Domain, Punycode), Mailbox, MessageID, MessageDraft, MailMessage;
//              then how it is written: HeaderWriter, EncodedWords, MIMEParameters,
//              TransferEncoding, MIMEPart
//   Calendar/  CalendarEvent, CalendarWriter, CalendarZone
//   SMTP/      SMTPMessage, SMTPSettings, SMTPEvent (with SMTPAction), SMTPConversation and its
//              Opening, Messages, Ending; SMTPCommand, SMTPReply, SMTPReplyParser, SMTPExtensions;
//              SASLExchange, SCRAM; DeliveryFailure, RelayPreset; RetryPolicy, RateLimiter;
//              RelaySession (with DeliveryDesk), where whoever stores and whoever sends meet
//   DKIM/      DKIMSigner
//   OAuth/     TokenRequest, TokenAnswer, TokenProblem; ServiceAccountKey, JWTAssertion;
//              DeviceAuthorization, StoredToken; HTTPRequest, HTTPResponseParser, WebAddress
//   Reading/   MessageReader and its Header, Body, told as MessagePart within ReadingLimits;
//              TransferDecoder, HeaderParameters, EncodedText, Charset; TNEFReader; who sent it:
//              ReceivedAddress, AuthenticationResults, MailNature (with Unanswerable)
//   Bounces/   BounceReport (with BounceReader), MIMEReader, BounceMessage, TextBounce
//
// What is promised, and the test that shows it (Tests/MailTests):
//   every fault at every step                     FaultMatrixTests
//   replies split, endless, foreign               ReplyTests; Tests/Fuzz
//   commands are one line; EHLO and HELO          ReplyTests, OpeningTests
//   STARTTLS by policy, nothing slipped in        OpeningTests
//   PLAIN, LOGIN, SCRAM-SHA-256 (RFC 7677),
//     XOAUTH2, OAUTHBEARER; no secret in clear    OpeningTests
//   PIPELINING, also across messages; bare dot    ConversationTests
//   SIZE, 8BITMIME, SMTPUTF8                      ConversationTests
//   enhanced status codes                         ReplyTests, RelayPresetTests
//   dot stuffing, no smuggling, long texts        SMTPMessageTests, ConversationTests
//   partial recipients, RSET, reuse               ConversationTests
//   quotas that say "never", settings to change   RelayPresetTests
//   back-off, pauses, giving up, repeats          RetryPolicyTests
//   rate, day, connections, kept shares           RateLimiterTests
//   DKIM                                          DKIMTests; by dkimpy, as below
//   OAuth: grants, answers, refusals in words,
//     renewal, sign-in by device, no secret told  TokenTests
//   HTTP answers: lengths, chunks, limits         HTTPResponseTests; Tests/Fuzz
//   strangers' mails: the parts that Python
//     finds, in whatever pieces; bounds           StrangeMailTests, MessageReaderTests; Tests/Fuzz
//   winmail.dat; who vouches for a sender         TNEFTests, SenderTests
//   bounces of Postfix, Exim, qmail, Exchange     BounceTests; Tests/Fuzz
// and in other folders:
//   every kind of notice, by Python's email,
//     mail-parser, icalendar, dkimpy, SpamAssassin  EveryKindTests (NoticesTests), YearOfMailTests
//   the outbox after every fault at every step    OutboxFaultTests (SimulationTests)
//   2,000 mails, crashes at random instants       MailCrashTests (SimulationTests)
//
// Sources: RFC 5321, 5322 (messages), 2045–2049, 2183, 2231, 2387 (MIME), 3492, 5891 (names),
// 6531, 6532 (addresses beyond ASCII), 3834 (automatic mail), 2369, 8058 (unsubscribing), 5545,
// 5546, 6047 (calendars); 1047 (copies), 1870 (SIZE), 2034, 3463 (codes), 2920 (PIPELINING), 3207
// (STARTTLS), 4616, 4954, 5802, 7628, 7677 (signing in), 6749, 7515, 7523,
// 8628 (OAuth), 9110, 9112 (HTTP), 6376, 8301 (DKIM), 3464 (reports),
// 2231, 8601 (mails that come in), MS-OXTNEF (winmail.dat).
// Limits: address 254 octets, subject 900, 100 recipients, 20 files, 10 MiB of them; reply lines
// 1,000 octets, 100 of them, 16 KiB; bounces 1 MiB, 100 recipients; credentials 255 and 8,192;
// HTTP answers 64 KiB; mails that come in: ReadingLimits.
