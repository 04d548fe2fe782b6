/// The widgets' credentials in memory, for tests and trials.
///
/// May use: `appliance`. Used by: tests and `app`.
@NullMarked
package argiope.memory.appliance.widget;

import org.jspecify.annotations.NullMarked;
