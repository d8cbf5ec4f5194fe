// Ledger — who applied for, earned and was paid what, to the cent, and by which decision and policy.
//
// Pure: no clock, no chance, no storage, no floating point. Rules, a book and what happened go in; entries come
// out, or a refusal that says what is left and from when there is more. Whoever calls stores the entries in the
// transaction of the events that they follow from, and carries them into a book.
//
// Double entry, in three rings, each of which is zero in every entry:
//
//   what counts against a cap    counted     = − (reserved + fulfilled)
//   what is owed                 earned      = − (payable + sealed + paid + carried over + refused + reversed)
//   the funds                    granted     = − (funds + spent)
//
// Nothing is ever edited: what turns out wrong is reversed by entries of their own. Each entry names the entry
// of the journal, the decision, the rubric's and the policy's version that it rests on.
//
// Read in this order: Account, LedgerEntry, Book, PayRules, Applying, Awarding, Settling, Sealing, Reversing.
// Limits: $99,999,999.99 in one amount; 10 million entries are far from overflowing a sum.
