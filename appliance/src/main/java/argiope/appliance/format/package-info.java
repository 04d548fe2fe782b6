/// Log formats: a line's bytes in, a [argiope.appliance.tracking.Row] or a stated reason out.
///
/// Lives here: the port every format implements ([argiope.appliance.format.LogFormat]), the closed list of what can
/// become of a line ([argiope.appliance.format.LineOutcome]), the formats, and how one is found out from a sample.
/// May use: `core`, `tracking`'s row. Used by: `ingest` to read, the index to read rows again from their raw lines.
/// Knows nothing of files, sockets or the index.
@NullMarked
package argiope.appliance.format;

import org.jspecify.annotations.NullMarked;
