/// Module instances, kept in SQLite (table `module_instance`).
///
/// May use: `platform`'s `module`. Used by: `app`, tests.
@NullMarked
package argiope.sql.platform.module;

import org.jspecify.annotations.NullMarked;
