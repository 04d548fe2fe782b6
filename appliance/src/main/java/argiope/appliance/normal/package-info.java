/// Normal forms of what a log names, so that equal things compare equal: hosts, URLs, users.
///
/// Lives here: one class per kind that works on a [argiope.appliance.tracking.Row]'s bytes, and
/// [argiope.appliance.normal.NormalForms], the same for values that people type into a search. May use: `core`, the
/// row.
/// Used by: `format` while reading, tracking's questions, the block list. Source: the access-log contract, 7.
@NullMarked
package argiope.appliance.normal;

import org.jspecify.annotations.NullMarked;
