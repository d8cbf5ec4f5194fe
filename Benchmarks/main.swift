// Benchmarks — how fast, in figures: one JSON line each.
//
//     swift run -c release Benchmarks              all of them
//     swift run -c release Benchmarks commands     one of them
//
// How fast the pages are is measured from outside, by `Scripts/bench`.
//
// Each line names what was measured, the figure with its unit in the name, and the aim. Where there is a peer, the
// ratio comes from the same run. How often and how long is fixed, so that two runs can be compared.

import Glibc

let benchmarks: [(name: String, run: () throws -> [Figure])] = [
  ("rehearsal", rehearsedYears),
  ("import", formImport),
  ("commands", commandRate),
  ("due", dueAndPage),
  ("mail", mailRate),
  ("outbox", outboxRate),
  ("queued", queuedMails),
  ("slots", slots),
  ("paydate", payDate),
  ("statement", payStatement),
  ("forecast", payForecast),
]

// A process of its own for what is measured of a whole process.
if CommandLine.arguments.count == 4, CommandLine.arguments[1] == queuedMailsChild {
  try sendQueuedMails(in: CommandLine.arguments[2], port: CommandLine.arguments[3])
  exit(0)
}
if CommandLine.arguments.count == 4, CommandLine.arguments[1] == pastSubmissionsChild,
  let count = Int(CommandLine.arguments[3])
{
  try addPastSubmissions(to: CommandLine.arguments[2], count: count)
  exit(0)
}

let wanted = CommandLine.arguments.dropFirst()
for benchmark in benchmarks where wanted.isEmpty || wanted.contains(benchmark.name) {
  for figure in try benchmark.run() { print(figure.json) }
}
