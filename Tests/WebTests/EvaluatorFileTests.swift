import Crypto
import Files
import Foundation
import HTTPServer
import Office
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `Evidence files beside the rubric` {
  /// Bytes of a file, what it is called, and what is to come of it.
  private struct Sent {
    var bytes: [UInt8]
    var name: String
    var type: String
    var isShown: Bool

    init(_ text: String, _ name: String, _ type: String, shown: Bool) {
      self.init(Array(text.utf8), name, type, shown: shown)
    }

    init(_ bytes: [UInt8], _ name: String, _ type: String, shown: Bool) {
      self.bytes = bytes
      self.name = name
      self.type = type
      isShown = shown
    }
  }

  private static let page = "<!DOCTYPE html><html><script>alert(1)</script></html>"
  private static let drawing =
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]

  private static let sent: [Sent] = [
    Sent("%PDF-1.7\n%âãÏÓ", "plan.pdf", "application/pdf", shown: true),
    Sent("%PDF-1.7", "plan", "application/pdf", shown: true),
    Sent(png, "Slip.PNG", "image/png", shown: true),
    Sent(png, "slip.pdf", "image/png", shown: true),
    Sent([0xFF, 0xD8, 0xFF, 0xE0], "photo.jpg", "image/jpeg", shown: true),
    Sent("GIF89a..", "a.gif", "image/gif", shown: true),
    Sent("RIFF....WEBPVP8 ", "a.webp", "image/webp", shown: true),
    Sent("RIFF....WAVEfmt ", "a.wav", "audio/wav", shown: true),
    Sent("....ftypavif....", "a.avif", "image/avif", shown: true),
    Sent("....ftypheic....", "IMG_1.heic", "image/heic", shown: true),
    Sent("....ftypqt  ....", "clip.mov", "video/quicktime", shown: true),
    Sent("....ftypisom....", "clip.mp4", "video/mp4", shown: true),
    Sent([0x1A, 0x45, 0xDF, 0xA3, 1], "clip.webm", "video/webm", shown: true),
    Sent("ID3....", "talk.mp3", "audio/mpeg", shown: true),
    Sent("Dear all,\n\nü\n", "log.txt", "text/plain; charset=utf-8", shown: true),
    Sent("a,b\r\n1,2\r\n", "marks.csv", "text/plain; charset=utf-8", shown: true),
    // A page by any other name is saved, or shown as the text that it is.
    Sent(page, "plan.pdf", "application/octet-stream", shown: false),
    Sent(page, "photo.jpg", "application/octet-stream", shown: false),
    Sent(page, "page.html", "application/octet-stream", shown: false),
    Sent(page, "notes.txt", "text/plain; charset=utf-8", shown: true),
    Sent(page, "notes", "application/octet-stream", shown: false),
    Sent(drawing, "plan.pdf", "application/octet-stream", shown: false),
    Sent(drawing, "drawing.svg", "application/octet-stream", shown: false),
    Sent(" %PDF-1.7" + page, "plan.pdf", "application/octet-stream", shown: false),
    Sent([0xFE, 0xFF, 0, 0x3C], "notes.txt", "application/octet-stream", shown: false),
    Sent("a\u{0}b", "notes.txt", "application/octet-stream", shown: false),
    Sent("", "empty.pdf", "application/octet-stream", shown: false),
    Sent("alert(1)", "a.js", "application/octet-stream", shown: false),
    Sent("PK\u{3}\u{4}..", "plan.zip", "application/zip", shown: false),
    Sent(
      "PK\u{3}\u{4}..", "plan.docx",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document", shown: false),
  ]

  private func scene(_ files: [Sent]) throws -> (EvaluatorScene, SubmissionID, [String]) {
    let scene = try EvaluatorScene()
    let blobs = Blobs(files: scene.district.files, random: scene.office.surroundings.random)
    var hashes: [String] = []
    let part = try scene.evidence.criteria.first?.id
    let artifacts = try files.map { file in
      let digest = try blobs.put(file.bytes)
      hashes.append(digest.hex)
      return Artifact(
        part: part,
        place: .file(
          sha256: digest.hex, bytes: Int64(file.bytes.count), mediaType: "text/html",
          name: file.name))
    }
    let work = try scene.handIn(content: try scene.content(files: artifacts))
    return (scene, work, hashes)
  }

  @Test func `are what their own bytes say, whatever they are called`() throws {
    for file in Self.sent {
      let (scene, work, hashes) = try scene([file])
      let shown = try scene.browser("1000").get("/files/\(work)/\(hashes[0])")
      let headers = shown.answer.headers
      #expect(shown.status == 200 && shown.bytes == file.bytes)
      #expect(headers["Content-Type"] == file.type, "\(file.name)")
      let start = file.isShown ? "inline" : "attachment"
      #expect(headers["Content-Disposition"]?.hasPrefix(start) == true, "\(file.name)")
      // Whatever it is, it has no right to anything: no script, no origin, no page of another site around it.
      #expect(headers["X-Content-Type-Options"] == "nosniff")
      let policy = try #require(headers["Content-Security-Policy"])
      #expect(policy.contains("default-src 'none'"))
      // A viewer of PDF has a sandbox of its own, and some refuse to open in ours.
      #expect(policy.contains("; sandbox;") == (file.type != "application/pdf"))
      #expect(!policy.contains("allow-scripts") && !policy.contains("script-src"))
      #expect(policy.contains("frame-ancestors 'self'"))
    }
  }

  @Test func `are read in place, each as what it is`() throws {
    let files = [
      Sent("%PDF-1.7", "plan.pdf", "", shown: true), Sent(Self.png, "slip.png", "", shown: true),
      Sent("Dear all", "log.txt", "", shown: true),
      Sent(Self.page, "trap.pdf", "", shown: false),
      Sent("....ftypheic....", "IMG_1.heic", "", shown: true),
    ]
    let (scene, work, hashes) = try scene(files)
    let page = try scene.browser().get("/reviews/\(try scene.assign(work))")
    func path(_ place: Int) -> String { "/files/\(work)/\(hashes[place])" }
    #expect(page.html.contains("<iframe src=\"\(path(0))\" title=\"plan.pdf\" loading=\"lazy\">"))
    #expect(page.html.contains("<img src=\"\(path(1))\" alt=\"slip.png\""))
    #expect(page.html.contains("<iframe src=\"\(path(2))\" title=\"log.txt\" loading=\"lazy\">"))
    #expect(page.text.contains("Read it here : plan.pdf") || page.text.contains("here: plan.pdf"))
    // What only says that it is a PDF is a download, and whoever reads the page is told so.
    for place in [3, 4] {
      #expect(!page.html.contains("src=\"\(path(place))\""))
      #expect(page.html.contains("href=\"\(path(place))\""))
    }
    #expect(page.text.contains("It is something else than its name says: take care."))
    #expect(page.text.components(separatedBy: "take care").count == 2)
  }

  @Test func `that are not there any more say so`() throws {
    let scene = try EvaluatorScene()
    let gone = Artifact(
      part: nil,
      place: .file(
        sha256: String(repeating: "a", count: 64), bytes: 9, mediaType: "application/pdf",
        name: "plan.pdf"))
    let work = try scene.handIn(content: try scene.content(files: [gone]))
    let page = try scene.browser().get("/reviews/\(try scene.assign(work))")
    #expect(page.status == 200 && page.text.contains("This file is not there any more"))
    #expect(!page.html.contains("<iframe"))
  }

  @Test func `shows a file's name with markup in it as text`() throws {
    let file = Sent("%PDF-1.7", "\"><script>alert(1)</script>.pdf", "", shown: true)
    let (scene, work, _) = try scene([file])
    let page = try scene.browser().get("/reviews/\(try scene.assign(work))")
    #expect(page.html.contains("<iframe") && !page.html.contains("<script>alert"))
  }
}
