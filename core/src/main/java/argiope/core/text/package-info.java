/// Bytes as text that people copy: [argiope.core.text.Crockford].
///
/// May use: the JDK only. Used by: both ends of a device's registration, which read and write tokens each on its own.
@NullMarked
package argiope.core.text;

import org.jspecify.annotations.NullMarked;
