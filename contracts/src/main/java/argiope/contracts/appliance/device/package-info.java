/// What every store of the device's operations promises.
///
/// May use: `appliance`, JUnit. Used by: the tests of adapters.
@NullMarked
package argiope.contracts.appliance.device;

import org.jspecify.annotations.NullMarked;
