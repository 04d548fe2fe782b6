/// The routes of the services exchange: devices and their tokens under `/iroh/iroh-sse`, the switch under
/// `/exchange/v1`.
///
/// May use: `platform`, `argiope.http`. Used by: `app`.
@NullMarked
package argiope.http.platform.exchange;

import org.jspecify.annotations.NullMarked;
