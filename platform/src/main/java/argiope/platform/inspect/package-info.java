/// Inspect: the observables in a text that somebody pasted.
///
/// Lives here: [argiope.platform.inspect.Inspector], one pass over the text, and what it finds
/// ([argiope.platform.inspect.Find]). May use: `core`. Used by: the API's inspect route, imports, casebooks.
/// Source: the platform contract, 4; the normal forms of the data model, 7.2.
@NullMarked
package argiope.platform.inspect;

import org.jspecify.annotations.NullMarked;
