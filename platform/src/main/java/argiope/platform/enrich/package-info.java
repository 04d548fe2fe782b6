/// Enrichment: asks the caller's modules about observables, all at once, and keeps each one's answer apart.
///
/// Lives here: [argiope.platform.enrich.Enrichment]. May use: `core`, `module`. Used by: the routes under
/// `/iroh/iroh-enrich`. Knows nothing of HTTP; the published envelopes are made there.
@NullMarked
package argiope.platform.enrich;

import org.jspecify.annotations.NullMarked;
