/// Response: the actions that modules offer on observables, and carrying one out exactly once.
///
/// Lives here: [argiope.platform.respond.Actions], the port [argiope.platform.respond.Ledger] that knows of
/// every action before it is sent, and [argiope.platform.respond.Settler], which finds out what became of those
/// whose answer was lost. May use: `core`, `module`. Used by: the routes under `/iroh/iroh-response` and
/// `/response/v1`, and by `app`, which runs the settler.
@NullMarked
package argiope.platform.respond;

import org.jspecify.annotations.NullMarked;
