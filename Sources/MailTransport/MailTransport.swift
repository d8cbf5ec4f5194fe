// MailTransport — from a finished message to a relay that has taken it: names, sockets, TLS, and one
// connection that carries message after message.
//
// Everything blocks, and everything has a deadline: a mailer's thread calls in and gets an answer or an
// error in words. Nothing here decides what an answer means: the conversation (Mail, SMTP) says what to
// send and what follows; this module moves its bytes. Nothing here is stored: before the dot that ends a
// message goes out, the caller's closure is asked to make that durable.
//
// The clock comes in as a closure over monotonic milliseconds. A `StopSignal` rung from any thread ends
// every wait at once; only the answer to a dot that was sent is waited for a moment longer, because
// without it nobody would know whether the relay has the message. No write raises SIGPIPE: sockets are
// written with MSG_NOSIGNAL, and OpenSSL only ever sees memory.
//
// Read in this order: RelaySettings (with DeliveryDesk), RelayClient, RelayConnection; below them
// TransportError, StopSignal, Resolver, Socket, TLSSettings, TLSSession, RefusedCertificate, Wire. Beside
// them HTTPSClient, which posts a form to a token server over the same sockets and the same TLS.
//
// Sources: RFC 5321 §4.5.3.2 (timeouts), RFC 2920 (pipelining), RFC 3207, 8314, 8446 (TLS), RFC 6066 §3
// (server names), RFC 9525 (whose certificate it is), RFC 9110, 9112 (HTTP).
//
// What it can do                                     Shown in Tests/MailTransportTests
// IPv4, IPv6; in the clear, STARTTLS, TLS            RealServerTests (Postfix, Exim, aiosmtpd)
// PLAIN, LOGIN, SCRAM-SHA-256, XOAUTH2, OAUTHBEARER  RealServerTests (Postfix with Dovecot)
// wrong host, unknown authority, expired, TLS < 1.2  RealServerTests
// full, unknown, closing at a recipient              RealServerTests
// nothing slipped in at STARTTLS                     SecrecyTests
// reuse, its bounds, a connection that died          RelayClientTests
// the mark before the dot                            RelayClientTests, FaultMatrixTests
// ten faults at seven steps                          FaultMatrixTests; smtp-sink's in RealServerTests;
//                                                    what follows in the outbox: OutboxFaultTests
// stopping, with a moment for the dot's answer       StopTests
// tokens over HTTPS, direct and through a proxy      HTTPSClientTests (Python's server, openssl)
//
// Limits: 8 addresses a name, 30 s to resolve it, 30 s for each address to connect.

/// Milliseconds of a clock that never goes back, counted from whenever it likes.
public typealias MonotonicMilliseconds = @Sendable () -> Int64
