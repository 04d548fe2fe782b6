/// The index of private intelligence on Lucene, on the node's own disk.
///
/// Lives here: [argiope.lucene.entities.LuceneEntityIndex], the only one to know the form on disk: a folder per
/// generation
/// (`g1`, `g2`, …) and a file `current` that names the one in use. Form 1 of a document: `v:field` whole values,
/// `w:field` words as written and `s:field` their stems, both with positions, `n:field` numbers as points,
/// `a:field` and `d:field` sort keys for going up and down, `id` and `version`. The commit data names the store
/// (`identity`) and the last change taken in (`change`). May use: the port of private intelligence, Lucene. Used by:
/// `app`.
@NullMarked
package argiope.lucene.entities;

import org.jspecify.annotations.NullMarked;
