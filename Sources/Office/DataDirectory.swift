/// The names in a data directory. One data directory is one district, one program, one process.
///
///     rubricd.sqlite3    the database: the truth
///     installation.json5 where links lead, how mail leaves, and limits
///     blobs/             artifacts by SHA-256
///     intake/            files dropped in; taken ones move to done/ or rejected/, with a report
///     mail/              a Maildir, as long as no relay is set
///     bounces/           a Maildir for mails that came back; what is in new/ is taken
///     incoming/          a Maildir for mails with work in them; what is not taken moves to rejected/, with a report
///     texts/             the program's own wording of notices, if it has any
///     run/               the lock, the control socket, and the relay's access token while it lasts
///     oauth/             the refresh token of whoever signed in for the relay; made when it is needed
public enum DataDirectory {
  public static let database = "rubricd.sqlite3"
  public static let installation = "installation.json5"
  public static let blobs = "blobs"
  public static let intake = "intake"
  public static let intakeDone = "intake/done"
  public static let intakeRejected = "intake/rejected"
  public static let mail = "mail"
  public static let bounces = "bounces"
  static let bouncesNew = "bounces/new"
  static let bouncesCurrent = "bounces/cur"
  public static let incoming = "incoming"
  public static let incomingTemporary = "incoming/tmp"
  public static let incomingNew = "incoming/new"
  public static let incomingRejected = "incoming/rejected"
  public static let texts = "texts"
  public static let run = "run"
  public static let lock = "run/lock"
  public static let socket = "run/control.sock"
  public static let accessToken = "run/relay-token.json"
  public static let oauth = "oauth"
  public static let refreshToken = "oauth/refresh-token"
  /// Left by whoever made a backup; the next beat notes when, and removes it.
  static let backedUp = "run/backed-up"

  /// Every folder, parents first.
  public static let folders = [
    blobs, intake, intakeDone, intakeRejected, mail, "mail/tmp", "mail/new", "mail/cur", bounces,
    "bounces/tmp", bouncesNew, bouncesCurrent, incoming, incomingTemporary, incomingNew,
    "incoming/cur", incomingRejected, texts, run,
  ]
}
