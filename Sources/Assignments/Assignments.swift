// Assignments — who could evaluate what, how well, and why.
//
// Between the domain and the solver: people and submissions come in, affinities and loads go to `Matching`, and
// pairs come back with the words that explain them. Conflicts are hard (`Workflow.Conflict`); a field that is not
// the evaluator's own is a label, never a surprise; nobody is asked twice for the same round.
//
// Pure: what is computed here is checked again by `Workflow.decide` when it is released.
//
// Read in this order: Affinity, TextSimilarity, AssignmentQuestion, +Affinity, +Best, +Costs, +LeastChange.
// Limits: those of `Matching`; affinities in thousandths.
