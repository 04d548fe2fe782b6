/// The appliance's end of the exchange: enrolment by EST (RFC 7030), its identity in a folder, and the link, a
/// WebSocket with the device's certificate.
///
/// The platform is known by the pin in the registration token before anything secret is sent, and by the authority
/// behind it from then on. Frames are those of `docs/api/device-link.md`. May use: `appliance`, the JDK's HTTP client,
/// Bouncy Castle. Used by: `app`.
@NullMarked
package argiope.devicelink;

import org.jspecify.annotations.NullMarked;
