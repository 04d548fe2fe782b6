/// The widgets' credentials in a relational database: table `widget_credentials` (migrations V310 on).
///
/// May use: `appliance`, `argiope.sql`. Used by: `app`.
@NullMarked
package argiope.sql.appliance.widget;

import org.jspecify.annotations.NullMarked;
