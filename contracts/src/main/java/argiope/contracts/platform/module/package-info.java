/// What every keeper of module instances promises.
///
/// May use: `platform`'s `module`. Used by: the tests of the adapters.
@NullMarked
package argiope.contracts.platform.module;

import org.jspecify.annotations.NullMarked;
