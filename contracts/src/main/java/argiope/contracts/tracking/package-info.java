/// What every tracking store promises, as tests: [argiope.contracts.tracking.TrackingStoreContract] of any,
/// [argiope.contracts.tracking.DurableTrackingStoreContract] of one that outlives its process,
/// [argiope.contracts.tracking.ReportsContract] of the figures over one.
///
/// Rows come from [argiope.contracts.tracking.Visit]s in a log format of the tests' own. Used by: the tests of
/// adapters.
@NullMarked
package argiope.contracts.tracking;

import org.jspecify.annotations.NullMarked;
