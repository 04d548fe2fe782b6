/// What a platform may ask of this appliance through its link, and nothing else: what was seen of observables, links
/// into web tracking, and blocking.
///
/// Lives here: the listed operations ([argiope.appliance.device.ApplianceOperations]), how transactions become
/// sightings, and what is remembered of actions so that each is carried out once ([argiope.appliance.device.Triggers]).
/// May use: `core`, `tracking`, `policy`, `settings`. Used by: the device link, through
/// [argiope.appliance.device.DeviceOperations].
@NullMarked
package argiope.appliance.device;

import org.jspecify.annotations.NullMarked;
