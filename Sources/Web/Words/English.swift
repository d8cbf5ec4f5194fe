extension Words {
  /// English, as the pages are written in it.
  static let english = Words(
    language: "en",
    tables: [
      frame, access, evaluatorWords, teacherWords, writingWords, publicWords, officeWords,
      officeDone, officeRest, officeReports,
      officeNotices, officeCatalog, happened, payWords, payEntries,
    ])

  private static let frame = """
    frame.title = {page} · {program}
    frame.skip = Skip to the content
    frame.brand = Micro-credentials
    frame.sign-out = Sign out
    frame.sign-out-name = Sign out {name}
    frame.menu = Menu
    frame.navigation = Main
    frame.zone = All times are {zone}.
    frame.questions = Questions?
    frame.accessibility = Accessibility
    role.teacher = Teacher
    role.evaluator = Evaluator
    role.administrator = Administrator
    nav.office = Where it stands
    nav.windows = Windows
    nav.assignment = Assignment
    nav.reviews = Reviews
    nav.decisions = Decisions
    nav.submissions = Submissions
    nav.people = People
    nav.mail = Mail
    nav.more = More
    nav.queue = Queue
    nav.past = Past reviews
    nav.away = Away
    nav.profile = Your fields
    nav.home = My work
    nav.own-pay = Your pay
    nav.pay = Pay dates
    nav.statements = Statements
    nav.catalog = Catalog
    nav.settings = Your settings
    refused.title = Not done
    refused.heading = That was not done
    refused.nothing-changed = Nothing has changed.
    refused.back = Go back
    problem.start = To your start page
    problem.forbidden.title = Not open to you
    problem.forbidden.heading = This page is not open to you
    problem.forbidden.lead = If you had it open for a long time, or signed in again in another tab, open it anew: what you saved is still there.
    problem.not-found.title = Not found
    problem.not-found.heading = There is nothing here
    problem.not-found.lead = The address may be mistyped, or what was here is no longer yours.
    problem.too-large.title = Too large
    problem.too-large.heading = That was too much at once
    problem.too-large.lead = Nothing was stored of it. A long video is better handed in as a link.
    problem.too-many.title = Later
    problem.too-many.heading = Too many at once
    problem.too-many.lead = Wait a minute, then ask again.
    problem.unavailable.title = Back in a moment
    problem.unavailable.heading = Back in a moment
    problem.unavailable.lead = What you saved is safe. Open the page again in a minute.
    problem.bad-request.title = Not understood
    problem.bad-request.heading = Your browser sent something unexpected
    problem.bad-request.lead = Nothing has changed. Open the page anew, and do it once more.
    problem.internal.title = Our fault
    problem.internal.heading = Something broke on our side
    problem.internal.lead = Nothing is half done: what you saved before is safe. The office's technician finds it in the log.
    """

  private static let access = """
    start.lead = Earn recognition, credit and pay for what you have learned, in {district}. Propose what you want to work on, show your evidence, and hear from an evaluator who knows the field.
    start.continue = Go on
    start.sign-in = Sign in
    start.catalog = Look through the catalog
    sign-in.title = Sign in
    sign-in.heading = Sign in by mail
    sign-in.lead = We send a link to your school address. There is no password.
    sign-in.address = Your school mail address
    sign-in.hint = The one the district writes to. If it does not work, write to {office}.
    sign-in.send = Send me the link
    sign-in.have-mail = Have a mail from us already? Its link signs you in to what it is about.
    sign-in.incomplete = Write the whole address, with the part after the @.
    sent.title = Look at your mail
    sent.heading = Look at your mail
    sent.lead = If that address belongs to somebody here, a link is on its way. It works once, for {minutes} minutes.
    sent.nothing = Nothing there after a few minutes? Look in the folder for junk, and whether the address was right.
    sent.again = Send it again
    link.title = Is this you?
    link.heading = Is this you?
    link.lead = You are about to sign in as {name}.
    link.yes = Yes, sign me in
    link.no = No, use another address
    link.stay = Keep me signed in on this device for 30 days
    link.shared = Leave it empty on a shared computer. You are signed out there within a day. “Your settings” lists every device.
    link.why = Why a button? Mail scanners open links before you do. They press no buttons.
    link.office = The office's pages need a link of your own, which works once. It goes to your school address.
    link.send-own = Send me that link
    link.over-title = This link has run out
    link.over-heading = This link has run out
    link.over-lead = Links in mails work until some weeks after the date they are about, and a link to sign in works once. A fresh one goes to the same address.
    link.renew = Send me a fresh link
    link.unknown-title = Not a whole link
    link.unknown-heading = This link is not whole
    link.unknown-lead = It may have been cut when it was copied. Open it in the mail itself, or ask for a new one.
    link.ask = Ask for a link
    unsubscribe.title = Notices
    unsubscribe.heading.announcements = No more announcements of windows?
    unsubscribe.heading.early-reminders = No more early reminders?
    unsubscribe.lead = You still hear what you must know: receipts, decisions, and the last reminders.
    unsubscribe.yes = Switch them off
    unsubscribe.done = They are off
    unsubscribe.again = You can switch them on again under “Your settings”, once you are signed in.
    accessibility.title = Accessibility
    accessibility.heading = Everybody can use these pages
    accessibility.lead = They are made to meet the Web Content Accessibility Guidelines 2.2, level AA: by keyboard alone, with a screen reader, enlarged, in high contrast, and without script.
    accessibility.how = No state is told by colour alone, no time runs out while you write, and what you write is kept as a draft.
    accessibility.tell = Something does not work for you? Write to {office} or call {phone}. Until it is mended, the office does it for you.
    """
}
