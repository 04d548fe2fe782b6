/// The devices' side of the exchange: the authority that signs their certificates, the listener where they enrol (EST,
/// RFC 7030) and keep their link (a WebSocket with a client certificate), and the links themselves.
///
/// A message of the link is a JSON object `{id, kind, …}` of at most 64 KB: `request` (`op`, `deadline_ms`, and `body`
/// unless it follows in pieces), `chunk` (`body` is a piece of JSON text), `end` (closes the pieces, or has the whole
/// `body`), `error` (`body` is `{code, message}`), `ping`. Each side sends a ping at an interval and takes the link for
/// dead when it has heard nothing for three of them. `docs/api/device-link.md` has it all.
///
/// May use: `platform`, `argiope.http` for JSON, Jetty, Bouncy Castle. Used by: `app`.
@NullMarked
package argiope.exchange;

import org.jspecify.annotations.NullMarked;
