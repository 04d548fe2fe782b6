/// What every store of the exchange promises.
///
/// May use: `platform`, JUnit. Used by: the tests of adapters.
@NullMarked
package argiope.contracts.platform.exchange;

import org.jspecify.annotations.NullMarked;
