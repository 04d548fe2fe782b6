/// Modules: what a configured source of intelligence or means of response can be asked.
///
/// Lives here: [argiope.platform.module.ThreatModule] and its roles, what they answer, module types and instances,
/// and the one place that asks many at once (`FanOut`). May use: `core`. Used by: `enrich`, `respond`; implemented
/// under `modules/`.
@NullMarked
package argiope.platform.module;

import org.jspecify.annotations.NullMarked;
