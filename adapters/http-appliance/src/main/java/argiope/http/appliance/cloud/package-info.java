/// The appliance's routes towards a platform: cloud services (`/cloud/v1`), and the widgets' back end (`/widgets/v1`),
/// which makes a fixed list of calls with credentials that never reach the browser.
///
/// May use: `appliance`, `argiope.http`, the JDK's HTTP client. Used by: `app`.
@NullMarked
package argiope.http.appliance.cloud;

import org.jspecify.annotations.NullMarked;
