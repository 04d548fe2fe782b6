/// Entities and their index in memory: for tests, and for trying things out.
///
/// Lives here: [argiope.memory.platform.entities.MemoryEntityStore] and
/// [argiope.memory.platform.entities.MemoryEntityIndex]. May use: the ports of private intelligence. Used by: tests and
/// `app`.
@NullMarked
package argiope.memory.platform.entities;

import org.jspecify.annotations.NullMarked;
