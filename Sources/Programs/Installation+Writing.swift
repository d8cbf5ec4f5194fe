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
    // years. Left out, because this version of rubricd does not do it yet: `listen`, and under `limits`
    // `artifactMebibytes` and `artifactsPerSubmission`, which belong to its pages.
    {
      format: 1,

      // What links in notices begin with. Encrypted, except on this machine itself.
      publicAddress: "\(publicAddress)",

      // Mail is written into the Maildir `mail/` of the data directory, where the district's own mail
      // system, or a person, picks it up. Left out, because this version of rubricd does not do it yet:
      // `relay`.
      mail: { delivery: "maildir" },

      limits: {
        intakeFileMebibytes: 20,      // one file dropped into intake/, at most 64
        linkDaysAfterDeadline: 30,    // how long a notice's link outlives its deadline
      },
    }

    """
  }
}
