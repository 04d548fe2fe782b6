/// Module instances, kept in memory: for tests and trials; gone when the process ends.
///
/// May use: `platform`'s `module`. Used by: `app`, tests.
@NullMarked
package argiope.memory.platform.module;

import org.jspecify.annotations.NullMarked;
