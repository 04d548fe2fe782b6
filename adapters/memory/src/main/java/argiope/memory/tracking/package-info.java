/// Tracking and its report figures in memory: [argiope.memory.tracking.MemoryTrackingStore], a real store that forgets
/// everything when it is closed.
///
/// May use: `core`, `appliance`. Used by: `app` when configured so, and by tests everywhere.
@NullMarked
package argiope.memory.tracking;

import org.jspecify.annotations.NullMarked;
