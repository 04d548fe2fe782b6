/// What every store of the appliance's server side promises: accounts, settings, block list.
///
/// May use: `appliance`, JUnit, AssertJ. Used by: the tests of each implementation, which say only how to
/// open an empty one.
@NullMarked
package argiope.contracts.appliance;

import org.jspecify.annotations.NullMarked;
