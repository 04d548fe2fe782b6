/// Tests of the platform's routes on a real server, with the ports in memory.
@NullMarked
package argiope.http.platform;

import org.jspecify.annotations.NullMarked;
