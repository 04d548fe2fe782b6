/// Who asks, and what they may: [argiope.core.access.Caller], roles, scopes, and the [argiope.core.access.Refusal]s
/// that use cases decline with.
///
/// May use: the JDK only. Used by: every use case of both products and by the HTTP adapter, which turns refusals
/// into answers.
@NullMarked
package argiope.core.access;

import org.jspecify.annotations.NullMarked;
