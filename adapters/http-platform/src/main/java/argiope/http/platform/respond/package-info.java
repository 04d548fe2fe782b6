/// Actions and the ledger: the routes.
///
/// May use: `platform`'s feature of the same name, the HTTP adapter. Used by: `app`.
@NullMarked
package argiope.http.platform.respond;

import org.jspecify.annotations.NullMarked;
