/// Private intelligence in SQL: entities, their items and links, and the outbox.
///
/// Lives here: [argiope.sql.platform.entities.SqlEntityStore]. May use: the database beside, the port of private
/// intelligence. Used by: `app`.
@NullMarked
package argiope.sql.platform.entities;

import org.jspecify.annotations.NullMarked;
