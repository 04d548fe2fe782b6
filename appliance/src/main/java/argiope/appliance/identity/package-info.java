/// Who may use the appliance: accounts, sign-in, sessions.
///
/// Lives here: [argiope.appliance.identity.Account] and the port that keeps accounts and sessions
/// ([argiope.appliance.identity.Accounts]), what admins do with them ([argiope.appliance.identity.Users]),
/// and how people get in ([argiope.appliance.identity.SignIn]). May use: `core`. Used by: the HTTP
/// resources, the main at the first start. Knows nothing of cookies or headers.
@NullMarked
package argiope.appliance.identity;

import org.jspecify.annotations.NullMarked;
