// Matching — who evaluates what: the best assignment, the proof that it is the best, and what a change
// would cost.
//
// Pure: no domain, no clock, no randomness. Submissions and evaluators are indices from 0; a pair of them
// has an affinity, or is absent, which forbids it. One `MatchingProblem` has exactly one answer, whatever
// the order in which its pairs were given. It is the assignment that, in this order of importance,
//
//   1. contains every pinned pair, no absent pair, nobody above their upper load, and no more of a group
//      for one submission than it may have (a pin may be above both);
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
// How: an auction brings the evaluators' prices near, shortest paths make them exact (`PriceSearch`,
// `Auction`, `Repair`), all in 64 bits; then rule 5 (`Balance`) and rule 6 (`TieBreak`) among what costs
// nothing at these prices. Problems with groups, and affinities that 64 bits don't hold, go to the network
// simplex in 128-bit integers (`NetworkSimplex`), in which one number carries 2 to 5 (`Scale`). The dual
// prices prove the optimum (`Certificate`), and give the cost of any single move by one search
// (`MatchingSolution.costOfMove`). When an evaluator goes, only what must change is searched for
// (`MatchingSolution.removing(evaluator:)`).
//
// Besides: the fairest assignment, by rings of exchanges, with bounds (`FairSolution`, `ExchangeCycles`,
// `FairBound`); files of a problem (`RAF1Reader`, `MatchingTableReader`) and what is told of its solution
// (`MatchingReport`).
//
// Read in this order: MatchingProblem, Cell, Worth, MatchingSolution, Certificate, Reassignment, Fairest;
// then PriceSearch, Auction, Repair, Balance, TieBreak; Network, NetworkSimplex, Residual.
//
// Where a need cannot be met, `Blockade` names who is in the way, and nobody else.
//
// Limits: `MatchingProblem.Limits`.
