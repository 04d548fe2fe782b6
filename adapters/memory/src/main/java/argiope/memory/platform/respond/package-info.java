/// The ledger of actions, kept in memory: for tests and trials; gone when the process ends.
///
/// May use: `platform`'s `respond`. Used by: `app`, tests.
@NullMarked
package argiope.memory.platform.respond;

import org.jspecify.annotations.NullMarked;
