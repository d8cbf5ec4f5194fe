// Simulation — a made-up school district, its people, and the clock they live by.
//
// Whatever the daemon does, the simulated year does too: through the same `Office`, from a seed, with faults. The
// district's people are invented; their habits are what a run is for: some hand in early and some in the last
// minute, some evaluators are steady and some silent, links are closed, scorecards say "not yet".
//
// Nobody here draws from one random stream. Each choice is a hash of the seed, who chooses, about what, and on
// which day (`Chance`), so that a crash, or a feature that changed elsewhere, does not change what they do.
//
// Read in this order: Chance, SampleDistrict, SimulatedClock, SampleYear, People….
// Limits: 5,000 staff, 100 evaluators, 20 years.
