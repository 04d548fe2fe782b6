/// The module that asks our own private intelligence.
///
/// Lives here: [argiope.modules.privateintelligence.PrivateIntelligenceKind] and the module it opens. May use:
/// `platform`'s
/// intelligence. Used by: `app`.
@NullMarked
package argiope.modules.privateintelligence;

import org.jspecify.annotations.NullMarked;
