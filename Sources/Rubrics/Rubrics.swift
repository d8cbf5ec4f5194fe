// Rubrics — what evaluators judge by, what they say, and what follows from it.
//
// A rubric is read from a file (`Rubrics/*.json5`): criteria, levels with descriptors, and the rule
// by which a scorecard passes. Its version is a hash of its content, so that a decision can name
// for ever the exact words it rests on. Judging is a pure function of a rubric, a scorecard and
// what was met before.
//
// Arithmetic is exact: points and weights have three decimals, sums have six, and nothing is
// rounded.
//
// Read in this order: Rubric, PassRule, Scorecard, Judgement, Flips; the file's format stands above
// `Rubric.read` in Rubric+Reading.swift.
// Limits: 40 criteria, 10 levels each, 20 snippets a level, 4,000 characters of feedback a
// criterion.
