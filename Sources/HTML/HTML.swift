// HTML — pages and mail bodies that cannot forget to escape.
//
// A `String` in markup is text, always: there is no way to turn one into elements or attributes.
// What is markup comes from the functions of this module, whose names, classes and styles are
// `StaticString`, so that only the source code itself can write them. Attributes have names of
// their own here, none of them runs a script, and links are values that were checked when made.
// A `script` element names a file of the site; there is none with its text on the page.
//
//     let greeting = p(.class("lead")) {
//       "Hello "; strong { person.name }; ", your scorecard is due "; time(due)
//     }
//     greeting.bytes  // UTF-8, escaped
//
// Elements have HTML's names. Where a local name hides one, write `HTML.title(…)`.
//
// Read in this order: Markup, Attribute, Link, Element, Document, then the elements by theme:
// Sections, Phrases, Tables, Forms, SVG.
// Limits: a link of at most 2,048 bytes. The size of a page is its author's affair.
