// Matching — who evaluates what: the best assignment, the proof that it is the best, and what a change
// would cost.
//
// Pure: no domain, no clock, no randomness. Submissions and evaluators are indices from 0; a pair of them
// has an affinity, or is absent, which forbids it. One `MatchingProblem` has exactly one answer, whatever
// the order in which its pairs were given. It is the assignment that, in this order of importance,
//
//   1. contains every pinned pair, no absent pair, and nobody above their upper load (a pin may be above);
//   2. places as many reviews as possible;
//   3. leaves the fewest reviews missing below lower loads, all evaluators together;
//   4. has the greatest total affinity;
//   5. has the smallest sum of squared loads, which spreads the load where affinities tie;
//   6. contains the first pair, by submission, then by evaluator, in which two assignments that are
//      equal so far differ.
//
// 2 and 3 never compete: some assignment with the most reviews also misses the fewest of the lower loads
// (Mendelsohn and Dulmage, 1958). 2 to 5 together are a `Worth`, compared like a word in a dictionary.
//
// How: a minimum-cost flow, solved by the network simplex in 128-bit integers (`NetworkSimplex`), in which
// one number carries all of 2 to 5 (`Scale`); then rule 6 among the optimal flows (`TieBreak`). The dual
// prices prove the optimum (`Certificate`), and give the cost of any single move by one shortest-path
// search (`MatchingSolution.costOfMove`).
//
// Read in this order: MatchingProblem, Worth, MatchingSolution, Certificate, Reassignment; then Network,
// NetworkSimplex, Residual, TieBreak.
//
// Limits: `MatchingProblem.Limits`. Not here: groups of evaluators of whom a submission may have only one,
// a floor for the worst-served submission, and starting from an earlier solution's prices.
