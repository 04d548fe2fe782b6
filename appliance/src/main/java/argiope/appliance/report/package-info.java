/// Web reporting: figures over a range of transactions.
///
/// Lives here: [argiope.appliance.report.Overview] and the port that computes it
/// ([argiope.appliance.report.Reports]). May use: `core`, `tracking`. Used by: the reporting pages.
@NullMarked
package argiope.appliance.report;

import org.jspecify.annotations.NullMarked;
