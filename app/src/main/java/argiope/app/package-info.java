/// The mains: the only place that sees everything. Reads the configuration, makes every long-lived object in the
/// order it is needed, and closes them in the reverse order.
///
/// Lives here: the launcher ([argiope.app.Argiope]) with its commands, and the two parts lists
/// ([argiope.app.PlatformNode], [argiope.app.ApplianceNode]). May use: everything. Used by: `bin/argiope`.
@NullMarked
package argiope.app;

import org.jspecify.annotations.NullMarked;
