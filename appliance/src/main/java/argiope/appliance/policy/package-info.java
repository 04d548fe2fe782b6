/// Enforcement: the block list, and how it reaches the gateways.
///
/// Lives here: [argiope.appliance.policy.BlockList] and its entries, the forms they are published in. May use:
/// `core`. Used by: the block list page, the device's respond operations.
@NullMarked
package argiope.appliance.policy;

import org.jspecify.annotations.NullMarked;
