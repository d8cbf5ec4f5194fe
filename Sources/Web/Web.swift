// Web — what people see in a browser.
//
// A page is a file, and so is an action. Each says which path it has, who may see it (`Sight`, judged in
// Workflow's one table), and what it shows or does; `Website` adds the rest for all of them alike: who is
// signed in, the token of every form, what a refusal looks like. A page reads through the office's
// read-only connections; an action asks the office to perform a command, and sends the browser on with 303.
// There is no other way to change anything.
//
// Pages are typed HTML. They need no script and no style attribute, work on a phone and by keyboard, and
// take all their words from `Words`, so that another language is another file.
//
// Nobody has a password. A link in a notice signs in to what the notice is about; a link that was asked for
// signs in to everything that is one's own (`Access`). A cookie holds the secret, the database its hash.
//
// Read in this order: Website, Visit, Page, Access, Frame, Words, then Pages.
// Limits: a form of 256 KiB, an upload of what the installation sets, 200 rows a list.
