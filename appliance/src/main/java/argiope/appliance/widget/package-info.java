/// The widgets' way to the platform: each account's API client, and the calls that its widgets make with it.
///
/// Lives here: signing in and out and the fixed list of calls ([argiope.appliance.widget.WidgetSessions]), the port
/// that
/// keeps credentials ([argiope.appliance.widget.WidgetCredentials]) and the port to the portal
/// ([argiope.appliance.widget.Portal]). May use: `core`, `settings`. Used by: the widgets' routes.
@NullMarked
package argiope.appliance.widget;

import org.jspecify.annotations.NullMarked;
