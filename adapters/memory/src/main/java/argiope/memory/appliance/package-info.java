/// The appliance's stores in memory: accounts, settings, block list. Real ones, for tests and for runs that
/// keep nothing.
///
/// May use: `appliance`. Used by: tests, `app`. Each passes the contract suite of its port.
@NullMarked
package argiope.memory.appliance;

import org.jspecify.annotations.NullMarked;
