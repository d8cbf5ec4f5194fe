import CivilTime
import HTML
import HTTPServer
import Programs
import Workflow

// What stands around every page: head, skip link, brand, who is signed in, navigation, footer.

extension Visit {
  /// The whole page around a leaf.
  func framed(_ leaf: Leaf) -> HTTPResponse {
    // A list is long: what stands around it is made first, so that it is copied once.
    let frame = Shell { content in
      document(.lang(words.language)) {
        head {
          metaCharset()
          meta(name: "viewport", content: "width=device-width, initial-scale=1")
          meta(name: "color-scheme", content: "light dark")
          HTML.title(words("frame.title", ["page": leaf.title, "program": program.name]))
          stylesheet(desk.path(of: "style.css"))
          icon(desk.path(of: "icon.svg"))
          script(desk.path(of: "pages.js"))
        }
        body {
          Symbol.sheet
          a(href: .fragment("main"), .class("skip")) { words("frame.skip") }
          top(leaf)
          HTML.main(.id("main"), .class("page"), .tabindex(-1)) {
            if leaf.isGate {
              div(.class("gate gate-card")) { content }
            } else {
              content
            }
          }
          foot
        }
      }
    }
    let page = frame { leaf.content }
    return .html(page.bytes, status: leaf.status)
  }

  private func top(_ leaf: Leaf) -> Markup {
    header(.class("top")) {
      div(.class("top-in")) {
        a(href: .path(Path()), .class("brand")) {
          Symbol.brand
          span {
            words("frame.brand")
            " "
            span { program.district.name }
          }
        }
        if let signedIn, !leaf.isGate {
          div(.class("who")) {
            span {
              b { signedIn.person.fullName }
              words(rolesKey)
            }
            form(Path("sign-out")) {
              button(.class("button button-plain button-small")) { words("frame.sign-out") }
            }
          }
          navigation(leaf.place)
        }
      }
    }
  }

  private func navigation(_ current: Place?) -> Markup {
    let links = navigationLinks
    // A long one opens from a button on a phone, where the browser can do that without script.
    let isLong = links.count > 5
    return Markup {
      if isLong {
        button(
          type: .button, .class("button button-quiet button-small nav-open"),
          .popoverTarget("menu")
        ) {
          Symbol.menu.icon
          words("frame.menu")
        }
      }
      nav(
        .class("nav"), .aria(label: words("frame.navigation")), .when(isLong, .id("menu")),
        .when(isLong, .popover)
      ) {
        ul {
          for link in links {
            li {
              a(href: .path(link.path), .when(link.place == current, .aria(current: .page))) {
                words(link.key)
              }
            }
          }
          if isLong, let signedIn {
            li(.class("nav-out only-phone")) {
              form(Path("sign-out")) {
                button(.class("button button-plain")) {
                  words("frame.sign-out-name", ["name": signedIn.person.fullName])
                }
              }
            }
          }
        }
      }
    }
  }

  /// Where somebody can go: by what they are.
  var navigationLinks: [(place: Place, key: String, path: Path)] {
    guard let signedIn, signedIn.scope == .everything else { return [] }
    var links: [(place: Place, key: String, path: Path)] = []
    if signedIn.isAdministrator {
      links += [
        (.office, "nav.office", Path("office")), (.windows, "nav.windows", Path("windows")),
        (.assignment, "nav.assignment", Path("assignments")),
        (.reviews, "nav.reviews", Path("office", "reviews")),
        (.decisions, "nav.decisions", Path("decisions")),
        (.submissions, "nav.submissions", Path("submissions")),
        (.people, "nav.people", Path("people")), (.mail, "nav.mail", Path("mail")),
        (.more, "nav.more", Path("more")),
      ]
    }
    if pays, signedIn.isAdministrator || signedIn.person.roles.contains(.payroll) {
      links.append((.pay, "nav.pay", Path("pay")))
      // An administrator has enough to choose from: statements are found from there.
      if !signedIn.isAdministrator {
        links.append((.statements, "nav.statements", Path("pay", "people")))
      }
    }
    if signedIn.person.evaluator != nil {
      links += [
        (.queue, "nav.queue", Path("queue")), (.past, "nav.past", Path("queue", "past")),
        (.away, "nav.away", Path("away")), (.profile, "nav.profile", Path("profile")),
      ]
    }
    links.append((.home, "nav.home", Path("home")))
    if pays, !signedIn.isAdministrator {
      links.append((.ownPay, "nav.own-pay", Path("statement", "\(signedIn.person.id)")))
    }
    links += [
      (.catalog, "nav.catalog", Path("catalog")), (.settings, "nav.settings", Path("settings")),
    ]
    return links
  }

  /// Whether the program pays.
  var pays: Bool { program.pay != nil }

  private var rolesKey: String {
    guard let signedIn else { return "role.teacher" }
    if signedIn.isAdministrator { return "role.administrator" }
    if signedIn.person.evaluator != nil { return "role.evaluator" }
    return signedIn.person.roles.contains(.payroll) ? "role.payroll" : "role.teacher"
  }

  private var foot: Markup {
    footer(.class("foot")) {
      div(.class("foot-in")) {
        p { words("frame.zone", ["zone": zone.commonName]) }
        if let link = try? MailLink(to: program.district.officeEmail) {
          p {
            words("frame.questions")
            " "
            a(href: .mail(link)) { program.district.officeEmail }
          }
        }
        p { a(href: .path(Path("accessibility"))) { words("frame.accessibility") } }
      }
    }
  }
}

extension WebDesk {
  /// Where one of the program's own files is found.
  func path(of name: String) -> Path { Path("assets", assets.name(of: name) ?? name) }
}
