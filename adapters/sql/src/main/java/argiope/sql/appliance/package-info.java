/// The appliance's stores in SQLite: accounts, settings, block list.
///
/// May use: `appliance`, [argiope.sql.Database]. Used by: `app`. Tables: `db/appliance` in the resources,
/// `V1xx` accounts and settings, `V2xx` block list, `V3xx` cloud link.
@NullMarked
package argiope.sql.appliance;

import org.jspecify.annotations.NullMarked;
