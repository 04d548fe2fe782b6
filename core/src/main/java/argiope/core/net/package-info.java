/// Network values as bytes and text: addresses and ranges.
///
/// May use: the JDK only. Used by: log formats, tracking, inspect, modules.
@NullMarked
package argiope.core.net;

import org.jspecify.annotations.NullMarked;
