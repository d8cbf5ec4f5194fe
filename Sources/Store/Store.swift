// Store — one district's database: the journal, the tables that follow from it, the outbox, and files.
//
// What it promises:
// - Journal, tables and outbox change in one transaction, or not at all (`DistrictStore.write`).
// - The journal is the truth. Each entry's hash covers the one before it, so that a change, a removal and,
//   given the chain's head, a cut-off tail show (`ChainCheck`). Replaying it gives the same tables
//   (`replayed(into:)`, `tablesHash()`).
// - Names, addresses and free text of the journal lie in payloads apart, which an erasure deletes.
// - "What is due" is one query over an index, never a timer.
//
// It stores and finds. What may happen is Workflow's to decide; what people are told, and how it is sent,
// is not known here.
//
// Read in this order: DistrictStore, Schema, Chain, Access, StoredRecords, WriteRecords, then Outbox,
// Operational and Care.
//
// Limits: every listing takes one; 16 MB for one stored value.
