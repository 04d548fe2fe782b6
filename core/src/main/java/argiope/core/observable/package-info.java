/// The values that can be judged: [argiope.core.observable.Observable] and its closed list of types.
///
/// May use: the JDK only. Used by: everything. Finding observables in text is `argiope.platform.inspect`'s work.
@NullMarked
package argiope.core.observable;

import org.jspecify.annotations.NullMarked;
