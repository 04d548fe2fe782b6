/// Web tracking: who visited what, found again in seconds.
///
/// Lives here: [argiope.appliance.tracking.Row] (one transaction while it is being read, as bytes),
/// [argiope.appliance.tracking.Transaction] (one transaction when it is shown), the questions asked of them and the
/// port that keeps them ([argiope.appliance.tracking.TrackingStore]). May use: `core`. Used by: `ingest` to write,
/// `report`, the tracking pages and the device's operations to read. Knows nothing of log formats, HTTP or the index.
@NullMarked
package argiope.appliance.tracking;

import org.jspecify.annotations.NullMarked;
