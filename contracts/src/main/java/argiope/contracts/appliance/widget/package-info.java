/// What every keeper of the widgets' credentials promises.
///
/// May use: `appliance`, JUnit. Used by: the tests of adapters.
@NullMarked
package argiope.contracts.appliance.widget;

import org.jspecify.annotations.NullMarked;
