/// Searching entities: what a query means, how text is cut into words, in which order hits come.
///
/// Lives here: [argiope.platform.intelligence.search.Query] (a closed set of things a search can ask),
/// the two published query languages read into it, [argiope.platform.intelligence.search.IndexDocument] (an entity as
/// the index sees it) and [argiope.platform.intelligence.search.QueryMatch], which says of one document whether it
/// matches. As words, terms and sort keys are made here, every index gives the same hits in the same order. May use:
/// descriptions of entities. Used by: the use cases beside and the adapters that keep an index.
@NullMarked
package argiope.platform.intelligence.search;

import org.jspecify.annotations.NullMarked;
