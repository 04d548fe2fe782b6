/// Proof that a killed appliance loses and repeats nothing: real processes, real files, SIGKILL.
@NullMarked
package argiope.app.crash;

import org.jspecify.annotations.NullMarked;
