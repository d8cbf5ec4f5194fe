import CivilTime
import Rubrics

// A hand-in and its submission, written by hand: in an import of 100,000 rows, going through `Codable` would
// take longer than all the rest. What is rare in them goes through it all the same.

extension JSONWriter {
  /// The JSON of a submission, the same as for any value.
  public func write(_ submission: Submission) throws -> [UInt8] {
    var text = JSONText(reserving: 2_048)
    try submission.write(to: &text, by: self)
    return text.bytes
  }
}

extension EventCoding {
  /// The stored form of a hand-in, the same as for any event.
  func encode(_ event: HandedIn) -> StoredEvent {
    var structure = JSONText(reserving: 512)
    var payload = JSONText(reserving: 2_048)
    payload.open(.array)
    var places: Int64 = 0
    // Values are numbered in the order of their declaration.
    var titlePlace: Int64?
    if let title = event.title.value {
      titlePlace = places
      payload.put(title)
      places += 1
    }
    var contentPlace: Int64?
    if let content = event.content.value {
      contentPlace = places
      content.write(to: &payload)
      places += 1
    }
    payload.close(.array)
    event.write(to: &structure, titlePlace: titlePlace, contentPlace: contentPlace)
    return StoredEvent(
      type: HandedIn.type, version: HandedIn.version, structure: structure.bytes,
      payload: places == 0 ? nil : payload.bytes)
  }
}

extension HandedIn {
  fileprivate func write(
    to json: inout JSONText, titlePlace: Int64?, contentPlace: Int64?
  ) {
    json.open(.object)
    json.put("cents", ifAny: cents)
    json.key("content")
    if let contentPlace { json.put(contentPlace) } else { json.putNull() }
    json.put("earner", earner.number)
    json.key("isOfThePast")
    json.put(isOfThePast)
    json.key("lacking")
    json.put(lacking.lazy.map(\.rawValue))
    json.put("offering", ifAny: offering?.number)
    json.put("proposal", ifAny: proposal?.number)
    json.put("receivedAt", receivedAt.milliseconds)
    json.put("round", Int64(round))
    rubric?.write(to: &json)
    json.key("skills")
    json.put(skills)
    json.put("source", source.rawValue)
    json.put("stage", stage.rawValue)
    json.put("submission", submission.number)
    times.write(to: &json)
    json.key("title")
    if let titlePlace { json.put(titlePlace) } else { json.putNull() }
    json.put("window", ifAny: window?.number)
    json.close(.object)
  }
}

extension Submission {
  fileprivate func write(to json: inout JSONText, by writer: JSONWriter) throws {
    json.open(.object)
    json.put("arrivals", Int64(arrivals))
    json.put("cents", ifAny: cents)
    json.key("content")
    if let content = content.value { content.write(to: &json) } else { json.putNull() }
    json.put("decision", ifAny: decision?.number)
    json.put("delays", Int64(delays))
    json.put("earner", earner.number)
    json.put("handInAgainBy", ifAny: handInAgainBy?.milliseconds)
    json.put("id", id.number)
    json.key("lacking")
    try json.put(lacking, by: writer)
    json.key("met")
    json.put(met.lazy.map(\.rawValue))
    json.put("offering", ifAny: offering?.number)
    if let progress {
      json.key("progress")
      try json.put(progress, by: writer)
    }
    json.put("proposal", ifAny: proposal?.number)
    json.put("receivedAt", receivedAt.milliseconds)
    json.key("reopened")
    try json.put(reopened, by: writer)
    json.put("resubmissions", Int64(resubmissions))
    json.put("round", Int64(round))
    rubric?.write(to: &json)
    json.key("skills")
    json.put(skills)
    json.put("source", source.rawValue)
    json.put("stage", stage.rawValue)
    json.key("state")
    try state.write(to: &json, by: writer)
    times.write(to: &json)
    json.key("title")
    if let title = title.value { json.put(title) } else { json.putNull() }
    json.put("window", ifAny: window?.number)
    json.close(.object)
  }
}

extension SubmissionState {
  fileprivate func write(to json: inout JSONText, by writer: JSONWriter) throws {
    guard case .submitted(let at) = self else { return try json.put(self, by: writer) }
    json.open(.object)
    json.key("submitted")
    json.open(.object)
    json.put("at", at.milliseconds)
    json.close(.object)
    json.close(.object)
  }
}

extension Content {
  fileprivate func write(to json: inout JSONText) {
    json.open(.object)
    json.key("answers")
    json.open(.array)
    for answer in answers {
      json.open(.object)
      json.put("part", answer.part.rawValue)
      json.put("text", answer.text)
      json.close(.object)
    }
    json.close(.array)
    json.key("artifacts")
    json.open(.array)
    for artifact in artifacts {
      json.open(.object)
      json.put("part", ifAny: artifact.part?.rawValue)
      json.key("place")
      artifact.place.write(to: &json)
      json.close(.object)
    }
    json.close(.array)
    json.close(.object)
  }
}

extension Artifact.Place {
  fileprivate func write(to json: inout JSONText) {
    json.open(.object)
    switch self {
    case .link(let link):
      json.key("link")
      json.open(.object)
      json.put("_0", link)
    case .file(let sha256, let bytes, let mediaType, let name):
      json.key("file")
      json.open(.object)
      json.put("bytes", bytes)
      json.put("mediaType", mediaType)
      json.put("name", name)
      json.put("sha256", sha256)
    }
    json.close(.object)
    json.close(.object)
  }
}

extension AnswerTimes {
  fileprivate func write(to json: inout JSONText) {
    json.key("times")
    json.open(.object)
    json.put("notifyBy", notifyBy.milliseconds)
    json.put("promisedMorning", promisedMorning.milliseconds)
    json.put("releaseBy", releaseBy.milliseconds)
    json.put("reviewsDue", reviewsDue.milliseconds)
    json.close(.object)
  }
}

extension RubricVersion {
  fileprivate func write(to json: inout JSONText) {
    json.key("rubric")
    json.open(.object)
    json.put("hash", hash)
    json.put("rubric", rubric.rawValue)
    json.close(.object)
  }
}
