/// What every keeper of accounts, API clients and sessions promises.
///
/// May use: `platform`'s `identity`. Used by: the tests of the adapters.
@NullMarked
package argiope.contracts.platform.identity;

import org.jspecify.annotations.NullMarked;
