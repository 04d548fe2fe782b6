/// Finding observables in text: the route.
///
/// May use: `platform`'s `inspect`, the HTTP adapter. Used by: `app`.
@NullMarked
package argiope.http.platform.inspect;

import org.jspecify.annotations.NullMarked;
