/// Cloud services: the appliance's registration at a platform, and whether its link stands.
///
/// Lives here: the states and what leads from one to the next, as a machine without sockets
/// ([argiope.appliance.cloud.CloudMachine]); what the page and the CLI do with it ([argiope.appliance.cloud.Cloud]);
/// and the port to the platform's exchange ([argiope.appliance.cloud.ExchangeClient], in `adapters/device-link`). May
/// use: `core`, `settings`, and of `device` what a platform may ask. Knows no HTTP, TLS or WebSocket.
@NullMarked
package argiope.appliance.cloud;

import org.jspecify.annotations.NullMarked;
