/// The services exchange: devices, their one-time tokens and certificates, and the link each keeps to us.
///
/// Lives here: what an organisation's people may do with devices and what a device may do with us
/// ([argiope.platform.exchange.Exchange]), what is kept of them ([argiope.platform.exchange.Devices]), who signs their
/// certificates ([argiope.platform.exchange.DeviceAuthority]), and the way to ask a connected one
/// ([argiope.platform.exchange.DeviceLinks]). May use: `core`. Used by: the appliance module, the exchange's routes;
/// the devices' listener is `adapters/exchange`.
@NullMarked
package argiope.platform.exchange;

import org.jspecify.annotations.NullMarked;
