/// Ingest: lines in, transactions out, nothing lost, nothing twice.
///
/// Lives here: following files through their rotations, importing files plain or packed, cutting what is read into
/// chunks
/// at line ends, the workers that hand chunks to the store, and the ledger that says what became of every line. May
/// use:
/// `format` to read lines, `tracking` to keep them, `settings` for the sources. Used by: the pages, the CLI and the
/// status routes. Starts at [argiope.appliance.ingest.Ingest].
///
/// How it stays exact: readers move a source's position and hand over the chunk in one step; a commit waits until no
/// chunk is under way, so the stored rows, the positions and the ledgers always speak of the same lines. After any
/// trouble the store goes back to its last commit and the readers begin again there.
@NullMarked
package argiope.appliance.ingest;

import org.jspecify.annotations.NullMarked;
