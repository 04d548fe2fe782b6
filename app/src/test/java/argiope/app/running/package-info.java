/// Drives the product from outside, as processes and over HTTP, for the tests that walk the whole thread.
@NullMarked
package argiope.app.running;

import org.jspecify.annotations.NullMarked;
