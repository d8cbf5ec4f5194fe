extension Words {
  /// What everybody may read, in English.
  static let publicWords = """
    catalog.title = Catalog
    catalog.heading = Find something to work on
    catalog.lead = Micro-credentials of the district and its partners. You can also propose an idea of your own.
    catalog.none = The catalog is empty as yet. You can propose an idea of your own.
    catalog.search = Search
    catalog.issuer = Issued by
    catalog.skill = Skill
    catalog.hours = Takes
    catalog.any = Any
    catalog.hours.short = up to 10 hours
    catalog.hours.middle = 10 to 30 hours
    catalog.hours.long = more than 30 hours
    catalog.go = Search
    catalog.all = Show all
    catalog.found.none = None found
    catalog.found.one = One found
    catalog.found.other = {count} found
    catalog.nothing = Nothing in the catalog fits. Search for fewer words, or propose it as an idea of your own.
    catalog.pages = Pages of the catalog
    catalog.before = Page before
    catalog.after = Next page
    catalog.page = Page {page} of {pages}
    catalog.back = Catalog
    offering.about = About it
    offering.facts = Facts
    offering.code = Code
    offering.issuer = Issued by
    offering.skills = Skills
    offering.hours = Takes about
    offering.more = More at the issuer’s site
    offering.inactive = It can’t be chosen now.
    offering.begin.proposal = Propose this
    offering.begin.evidence = Hand in evidence for this
    offering.sign-in = Sign in to begin
    """
}
