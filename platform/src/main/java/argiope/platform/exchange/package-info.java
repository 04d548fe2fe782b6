/// The services exchange: devices, their one-time tokens and certificates, and the link each keeps to us.
///
/// Lives here: devices and who may enrol them, and [argiope.platform.exchange.DeviceLinks], the way to ask a
/// connected device. May use: `core`. Used by: the appliance module, the exchange's routes; the listener is
/// `adapters/exchange`.
@NullMarked
package argiope.platform.exchange;

import org.jspecify.annotations.NullMarked;
