package argiope.platform.module;

import java.time.Duration;

/// What came of asking one module.
public sealed interface Answer<T> {
    record Found<T>(T value) implements Answer<T> {}

    /// It did not answer in time; it may still be at work, and nobody listens to it.
    record Late<T>(Duration deadline) implements Answer<T> {}

    record Failed<T>(ModuleError error) implements Answer<T> {}
}
