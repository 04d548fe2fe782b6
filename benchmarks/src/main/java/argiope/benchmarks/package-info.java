/// Whole-process measurements of the appliance, against the figures to reach: [argiope.benchmarks.LogGenerator] makes
/// the
/// log that they read, [argiope.benchmarks.SearchBenchmark] asks an index questions. Never shipped.
@NullMarked
package argiope.benchmarks;

import org.jspecify.annotations.NullMarked;
