/// The ledger of actions, kept in SQLite (table `action`, `action_step`).
///
/// May use: `platform`'s `respond`. Used by: `app`, tests.
@NullMarked
package argiope.sql.platform.respond;

import org.jspecify.annotations.NullMarked;
