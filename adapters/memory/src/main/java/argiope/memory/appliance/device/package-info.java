/// What is remembered of actions, in memory, for tests and trials.
///
/// May use: `appliance`. Used by: tests and `app`.
@NullMarked
package argiope.memory.appliance.device;

import org.jspecify.annotations.NullMarked;
