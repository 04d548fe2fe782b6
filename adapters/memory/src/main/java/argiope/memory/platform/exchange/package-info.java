/// Devices kept in memory, for tests and trials.
///
/// May use: `platform`. Used by: tests and `app`.
@NullMarked
package argiope.memory.platform.exchange;

import org.jspecify.annotations.NullMarked;
