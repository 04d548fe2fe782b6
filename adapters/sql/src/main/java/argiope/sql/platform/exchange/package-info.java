/// Devices in a relational database: tables `device`, `device_token`, `exchange_integration` (migrations V400 on).
///
/// May use: `platform`, `argiope.sql`. Used by: `app`.
@NullMarked
package argiope.sql.platform.exchange;

import org.jspecify.annotations.NullMarked;
