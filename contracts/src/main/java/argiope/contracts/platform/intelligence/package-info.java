/// What private intelligence promises on every store and index.
///
/// Lives here: [argiope.contracts.platform.intelligence.EntityStoreContract] and
/// [argiope.contracts.platform.intelligence.EntityIndexContract] for the ports alone,
/// [argiope.contracts.platform.intelligence.IntelligenceContract] for the use cases over both: each stored type runs
/// the
/// same suite. May use: `platform`, JUnit, AssertJ. Used by: the tests of each implementation, which say only how to
/// open an
/// empty one.
@NullMarked
package argiope.contracts.platform.intelligence;

import org.jspecify.annotations.NullMarked;
