/// Accounts, API clients and sessions kept in SQLite (tables `organisation`, `account`, `session`, `api_client`).
///
/// May use: `platform`'s `identity`, [argiope.sql.Database]. Used by: `app`.
@NullMarked
package argiope.sql.platform.identity;

import org.jspecify.annotations.NullMarked;
