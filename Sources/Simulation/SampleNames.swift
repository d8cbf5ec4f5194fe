/// Invented names and places. Trees, herbs and rivers, so that nobody is meant.
enum SampleNames {
  static let given = [
    "Maya", "Ines", "Noor", "Theo", "Lior", "Ada", "Sam", "Robin", "Val", "Kit", "Juno", "Milo",
    "Nia", "Otis", "Priya", "Quinn", "Rosa", "Sana", "Tariq", "Uma", "Vera", "Wren", "Xavi",
    "Yara", "Zane", "Alma", "Bo", "Cleo", "Dara", "Eli", "Femi", "Gia", "Hana", "Ivo", "Jae",
    "Kai", "Lena", "Mina", "Nils", "Orla", "Pia", "Ravi", "Sol", "Tess", "Udo", "Vito", "Wanda",
    "Yusuf", "Zora", "Anouk", "Bram", "Chidi", "Dov", "Esme", "Farah", "Goran", "Hugo", "Imani",
    "Jonas", "Keiko", "Luz", "Mateo", "Nadia", "Oskar", "Petra", "Rafa", "Selma", "Tomás", "Zoë",
  ]
  static let family = [
    "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper",
    "Kauri", "Larch", "Maple", "Nettle", "Oak", "Pine", "Quince", "Rowan", "Sorrel", "Tansy",
    "Umbel", "Vetch", "Willow", "Yarrow", "Zelkova", "Aspen", "Beech", "Clover", "Dill", "Elder",
    "Fennel", "Gorse", "Holly", "Iris", "Jasmine", "Lavender", "Myrtle", "Olive", "Poplar", "Reed",
    "Sage", "Thyme", "Verbena", "Walnut", "Yew", "O'Hazel", "Núñez-Elm", "van Linden",
  ]
  static let schools = [
    "Birch Elementary", "Rowan Middle School", "Linden High School", "Maple Elementary",
    "Cedar Elementary", "Aspen Middle School", "Willow High School", "Alder Charter School",
  ]
  static let skills = [
    "design thinking", "personalized learning", "STEM/STEAM", "technology", "literacy",
    "assessment", "classroom climate", "Reading, Writing & Talk", "data use", "media",
  ]
  /// Beginnings and endings of titles; any beginning goes with any ending.
  static let topics = [
    ("Design thinking", "design thinking"), ("Choice boards", "personalized learning"),
    ("Podcasts", "media"), ("Student-led conferences", "classroom climate"),
    ("Maker projects", "STEM/STEAM"), ("Coding stories", "technology"),
    ("Number talks", "assessment"), ("Reading circles", "literacy"),
    ("Feedback without grades", "assessment"), ("Flexible seating", "personalized learning"),
    ("Data notebooks", "data use"), ("Robotics", "STEM/STEAM"),
    ("Writing conferences", "Reading, Writing & Talk"), ("Genius Hour", "personalized learning"),
    ("Morning meetings", "classroom climate"), ("Citizen science", "STEM/STEAM"),
  ]
  static let settings = [
    "in grade 4 science", "in middle school math", "for the school library", "in kindergarten",
    "in grade 7 history", "in high school biology", "in the art room", "with new readers",
    "in grade 2", "in advisory", "in world languages", "in physical education",
  ]
  static let sentences = [
    "We began with three questions from students and kept a log of what changed.",
    "Families came in twice, and their interviews shaped the second round of work.",
    "I read four of the suggested texts and tried two routines for six weeks each.",
    "A short check before and after shows the change for most of the group.",
    "The first sketches and the last ones stand side by side in the folder.",
    "What surprised me was how much talk helped those who write little.",
    "Next year I would begin earlier and measure one thing instead of three.",
  ]
}
