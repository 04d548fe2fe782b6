/// What is remembered of actions, in a relational database: table `device_trigger` (migrations V300 on).
///
/// May use: `appliance`, `argiope.sql`. Used by: `app`.
@NullMarked
package argiope.sql.appliance.device;

import org.jspecify.annotations.NullMarked;
