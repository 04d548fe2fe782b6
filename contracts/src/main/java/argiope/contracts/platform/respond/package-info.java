/// What every keeper of the ledger of actions promises.
///
/// May use: `platform`'s `respond`. Used by: the tests of the adapters.
@NullMarked
package argiope.contracts.platform.respond;

import org.jspecify.annotations.NullMarked;
