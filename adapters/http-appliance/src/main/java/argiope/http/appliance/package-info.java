/// The appliance's HTTP: sign-in, users, status, reports, tracking, settings, sources, block list.
///
/// Lives here: one resource a family of routes, each adding its own to [argiope.http.Routes]; who asks
/// ([argiope.http.appliance.ApplianceAuthenticator]); the JSON shapes. The contract is
/// `docs/api/own-routes.md`; what lies under `/wsa` keeps its published shape. May use: `appliance`,
/// `argiope.http`. Used by: `app`. The cloud page and the widgets' routes are in
/// `argiope.http.appliance.cloud`.
@NullMarked
package argiope.http.appliance;

import org.jspecify.annotations.NullMarked;
