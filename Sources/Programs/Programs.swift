// Programs — one district's policy, as read from its file in `Config/`.
//
// A program says when work may come in (windows, cut-off dates, always), who judges it (evaluators, a clerk
// who checks documents, the issuer), by which rubric, how long each step may take, and how mail is told. It
// holds facts about the district's way of working, never about its people. Pure values: the bytes of a file
// come in from outside, and every mistake of a file is told at once, with its place.
//
// What a source leaves open is a setting here, with a stated default; there is no silent guess elsewhere.
//
// Read in this order: Program, Stage, EvaluatorPolicy, MailPolicy, PayPolicy, IntakePolicy.
// Limits: 12 windows a year and stage, 366 days a window, 40 columns in a mapping, 10 salary
// brackets, 26 pay dates a year, $99,999,999.99 in one amount, texts of 2,000 characters.
