// Documents — files that people write by hand, read so that every mistake has a place.
//
// JSON5 (https://spec.json5.org) goes in as bytes. A `Document` is a tree in which each node knows
// its line and column; a `Reader` walks it, asks for typed values, collects what is wrong, and goes
// on, so that a person hears of all mistakes at once. Foundation's decoder takes unknown and double
// keys silently and gives no line: a misspelled `margin` would then mean the default, for years.
// Here it is a mistake.
//
// Nothing here touches the file system: bytes and the name of a file come in, values and texts go
// out.
//
// Read in this order: Mistake, Document, Reader, Fields, Plain, JSON5Text.
// Limits: 1 MiB a document, 32 levels deep, 64 characters a number, 50 mistakes told.
