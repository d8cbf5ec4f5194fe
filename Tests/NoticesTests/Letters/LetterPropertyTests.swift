import CivilTime
import Mail
import Notices
import Testing

@Suite struct `Whatever the records hold` {
  @Test(arguments: UInt64(0)..<16) func `every letter fills, fits and can be sent`(seed: UInt64)
    throws
  {
    var sample = try SampleLetters(seed: seed)
    for group in SampleLetters.Group.allCases {
      for letter in try sample.letters(group) { try check(letter, &sample) }
    }
  }

  private func check(_ letter: Letter, _ sample: inout SampleLetters) throws {
    let time = "2026-10-2\(Int.random(in: 0...9, using: &sample.random))T07:00"
    let draft = try sample.district.draft(letter, at: time)
    #expect(draft.subject.count <= 60, "\(letter.name): \(draft.subject)")
    for line in draft.text.split(separator: "\n") where line.count > 72 {
      // Only what can't be broken sticks out: the link, an address, a word of its own.
      let longest = line.split(separator: " ").map(\.count).max() ?? 0
      #expect(longest > 50, "\(letter.name): \(line)")
    }
    for word in ["Emma", "61,234", "E1\n", "{"] {
      #expect(!draft.text.contains(word), "\(letter.name) says \(word)")
    }
    _ = try MailMessage(draft)
    _ = try sample.district.writer().scope(of: letter, facts: sample.district.records)
  }
}
