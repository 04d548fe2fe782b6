/// Enrichment as published, in one piece or as a stream: the routes.
///
/// May use: `platform`'s feature of the same name, the HTTP adapter. Used by: `app`.
@NullMarked
package argiope.http.platform.enrich;

import org.jspecify.annotations.NullMarked;
