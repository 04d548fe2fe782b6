/// What is thought of an observable: the five dispositions and their order.
///
/// May use: the JDK only. Used by: intelligence, modules, pages. The rule that picks the verdict among judgements
/// is `argiope.platform.intelligence`'s.
@NullMarked
package argiope.core.verdict;

import org.jspecify.annotations.NullMarked;
