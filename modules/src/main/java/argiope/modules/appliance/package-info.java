/// An appliance as a module: what its gateways saw of observables, links into its web tracking, and blocking on its
/// block list; asked over the link that it keeps to the exchange.
///
/// May use: `platform`. Used by: `app`.
@NullMarked
package argiope.modules.appliance;

import org.jspecify.annotations.NullMarked;
