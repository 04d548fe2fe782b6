/// SQLite for both products: one file, one writer, units of work.
///
/// Lives here: [argiope.sql.Database] (opening, upgrading, threads, faults worded for people). The stores of the
/// products are in
/// the packages beside (`argiope.sql.appliance`, `argiope.sql.platform`), their tables in the resources under
/// `db/appliance` and `db/platform`, one Flyway migration per change. May use: `core`, JDBI, Flyway, the SQLite
/// driver. Used by: `app`, which opens one file per product. Times are epoch milliseconds, bodies JSON text.
@NullMarked
package argiope.sql;

import org.jspecify.annotations.NullMarked;
