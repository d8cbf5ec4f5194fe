// Notices — what events say to whom, in words.
//
// Thirty-seven notices, each with its texts, the values that a text may name, and example values. A
// text is a template without conditions or loops: what repeats or may be missing is a block, made
// by the program, and an empty block takes its line, its paragraph and its heading with it. So a
// district can edit any text and break nothing; a text that could go wrong is refused when it is
// read, with every mistake at once.
//
// A notice is kept as a template's name and its values, and filled when it is sent: then dates get
// their year, days left are counted, and the link is made. Filling gives a subject, a preheader,
// the plain text in 72 columns, and HTML that says the same words in the same order.
//
// Read in this order: Text/NoticeText, Text/Template, Text/Value, Text/Wording, Text/NoticeCatalog,
// Text/PlainText, Text/Mail/MailPage; then any file of Texts.
// Limits: a subject has 60 characters, a template 32 KiB and 400 lines, a title 80 characters,
// feedback 1,200 for each criterion.
