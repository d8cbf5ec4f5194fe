extension Installation {
  /// An installation's file with every setting at its default and explained, to begin with.
  ///
  /// - Parameter publicAddress: What links in notices begin with; it is taken as it is.
  /// - Returns: The file's text.
  public static func commented(publicAddress: String) -> String {
    """
    // One installation: where its links lead, how mail leaves it, and what it takes at most.
    //
    // Nothing here is policy: that stands in the program's own file. Each setting is shown with its
    // default, except `publicAddress`, which has none: links in mail stay in people's inboxes for
    // years; and `listen`, without which there are no pages.
    {
      format: 1,

      // What links in notices begin with. Encrypted, except on this machine itself.
      publicAddress: "\(publicAddress)",

      // Where the pages are served: on this machine, behind a proxy that encrypts them and is believed about
      // who its clients are. Or { socket: "systemd" }, where rubricd.socket says where.
      listen: {
        address: "127.0.0.1",
        port: 8080,
        proxies: ["127.0.0.1", "::1"],
        proxyHeader: "x-forwarded",   // or "forwarded", for a proxy that writes RFC 7239's Forwarded
      },

      pages: {
        showsCatalog: true,           // to everybody, signed in or not
      },

      // Mail is written into the Maildir `mail/` of the data directory, where the district's own mail
      // system, or a person, picks it up ("maildir"); or it is handed to a mail relay ("relay").
      // `rubricctl mail check` tries the relay step by step, and says what to change.
      mail: {
        delivery: "maildir",
        // relay: {
        //   kind: "microsoft365",         // "google", "postfix", or "other": limits, and what answers mean
        //   host: "smtp.office365.com", port: 587,
        //   tls: "required",              // STARTTLS; "implicit" on port 465, "ifOffered", "never"
        //   authorities: "/etc/rubricd/district-ca.pem",  // instead of the system's
        //   clientName: "rubricd.example.org",            // instead of the public address's host
        //   signIn: {
        //     user: "credentials@example.org",
        //     // No secret stands in this file: it is one of systemd's credentials (LoadCredential=),
        //     // or a file that only rubricd may read (mode 0600), or printed by a program.
        //     password: { credential: "relay-password" },  // or { file: "/etc/rubricd/password" }
        //     // Or OAuth, with tokens that `rubricctl mail token` fetches and renews: one of
        //     // oauth: { provider: "microsoft", tenant: "example.org", clientID: "APPLICATION",
        //     //          clientSecret: { credential: "relay-oauth" } },
        //     // oauth: { provider: "google", key: { credential: "relay-oauth" } },
        //     // oauth: { provider: "other", tokenAddress: "https://login.example.org/token",
        //     //          clientID: "rubricd", clientSecret: { credential: "relay-oauth" },
        //     //          clientAuthentication: "client_secret_basic",  // or "client_secret_post"
        //     //          scope: "smtp", authorities: "/etc/rubricd/district-ca.pem" },
        //     // With grant: "refresh_token" instead of "client_credentials" a person signs in once, by
        //     // `rubricctl mail token --sign-in`; other providers need a deviceAddress for that.
        //     // tokenCommand: ["/usr/local/bin/token"],   // or any program that prints a token
        //     // mechanism: "PLAIN",                       // instead of the best that is offered
        //   },
        //   limits: { messagesPerMinute: 30, connections: 3, recipientsPerDay: 10000 },
        //   unknownRepeats: 1,            // tries more of a mail that the relay may have; may make a copy
        //   dkim: { domain: "example.org", selector: "rubricd", key: { credential: "dkim-key" } },
        // },
      },

      limits: {
        intakeFileMebibytes: 20,      // one file dropped into intake/, at most 64
        linkDaysAfterDeadline: 30,    // how long a notice's link outlives its deadline
        artifactMebibytes: 2048,      // one file that a teacher hands in on a page
        artifactsPerSubmission: 20,   // files and links together, at most 60
      },
    }

    """
  }
}
