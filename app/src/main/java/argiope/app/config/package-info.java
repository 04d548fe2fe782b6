/// What a start is told: `argiope.yaml`, read once into records, and the folder everything is written to.
///
/// May use: `core`. Used by: the mains. An unknown key or a bad value stops the start and names the key and its line.
@NullMarked
package argiope.app.config;

import org.jspecify.annotations.NullMarked;
