/// Who may ask what: organisations, accounts and their sessions, API clients and their tokens.
///
/// Lives here: the use cases [argiope.platform.identity.Identity] (people) and
/// [argiope.platform.identity.ApiClients] (programs), the table of scopes, and the ports that keep them
/// ([argiope.platform.identity.Accounts], [argiope.platform.identity.Clients],
/// [argiope.platform.identity.Sessions]) and sign tokens. May use: `core`. Used by: the platform's HTTP routes,
/// `app` for the first start, the exchange for signing.
@NullMarked
package argiope.platform.identity;

import org.jspecify.annotations.NullMarked;
