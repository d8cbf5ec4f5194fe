// HTTPServer — requests and responses of HTTP/1.1 as values, and the bridge to libmicrohttpd.
//
// Everything that judges what a stranger sent is pure: paths, forms, cookies, multipart bodies, ranges,
// forwarding proxies, routes. The bridge (`WebServer`) only moves bytes between libmicrohttpd's threads and
// an `Exchange`, which is a state machine without sockets. Handlers are synchronous; they run on one of
// few threads, one request at a time in each. Nothing here knows of storage or of school districts.
//
// Every size, count and time has a limit, and every limit can be set. What a client did wrong becomes an
// `HTTPProblem`, and a closure of the caller's makes a page of it.
//
// Read in this order: HTTPRequest, HTTPResponse, Handling, Router, Site, Exchange, WebServer.
//
// Sources: RFC 9110 (semantics), RFC 9112 (HTTP/1.1), RFC 6265 (cookies), RFC 7578 (multipart/form-data),
// RFC 7239 (Forwarded), the URL Standard's application/x-www-form-urlencoded.
