/// Names of the net: which part of a host name was registered by somebody.
///
/// Lives here: the public suffix list as a fast look-up ([argiope.core.names.PublicSuffixes]). May use: the JDK only.
/// Used by: log formats, inspect, reports.
@NullMarked
package argiope.core.names;

import org.jspecify.annotations.NullMarked;
