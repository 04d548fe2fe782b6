/// Accounts, API clients and sessions kept in memory: for tests and trials; gone when the process ends.
///
/// May use: `platform`'s `identity`. Used by: tests, `app`.
@NullMarked
package argiope.memory.platform.identity;

import org.jspecify.annotations.NullMarked;
