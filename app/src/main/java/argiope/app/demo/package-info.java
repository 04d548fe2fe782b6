/// The demo: a small company's sample traffic with a planted story, intelligence that judges part of it, and the
/// calls that a person's clicks would make to register the appliance and sign the widgets in.
///
/// May use: everything, through the same addresses as anybody else. Used by: `bin/argiope demo`.
@NullMarked
package argiope.app.demo;

import org.jspecify.annotations.NullMarked;
