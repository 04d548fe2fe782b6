/// `/ctia`: private intelligence as published, one resource for all described types.
///
/// Lives here: [argiope.http.platform.ctia.EntityResource] (the routes of a type, made from its description),
/// [argiope.http.platform.ctia.ObservableResource] (verdicts and look-ups),
/// [argiope.http.platform.ctia.CasebookResource] (what only casebooks have, and our own `/casebooks/v1`),
/// [argiope.http.platform.ctia.CtiaResource], which puts them together. May use: `platform`'s intelligence, the HTTP
/// adapter. Used by: `app`.
@NullMarked
package argiope.http.platform.ctia;

import org.jspecify.annotations.NullMarked;
