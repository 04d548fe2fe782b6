/// Tracking on disk: one Lucene index a UTC day, raw lines in compressed blocks beside it, and a manifest that says
/// what
/// counts. [argiope.lucene.tracking.LuceneTrackingStore] is the door.
///
/// May use: `core`, `appliance`, Lucene, zstd. Used by: `app`.
///
/// ## Files (layout version 1)
/// ```
/// MANIFEST                 JSON: the checkpoint, and per day what of its files is committed; written last
/// DIRTY                    days whose files may differ from the manifest; durable before their first write
/// contexts.jsonl           one parse context a line; a block names its context by number
/// days/2026-11-24/
///   blocks                 zstd frames of about 16 KiB of raw lines, append-only
///   blocks.table           64 bytes a block: where it is, rows, times, context ([argiope.lucene.tracking.BlockTable])
///   index-1/               Lucene, generation 1: terms and doc values, no stored fields, sorted by time and seq,
/// descending
///   filters-1              Bloom filters of the blocks' 4-grams; 64 to 2,048 bytes each
///   filters-1.table        16 bytes a block: where its filter is; zeros where observables are not indexed
/// ```
/// A row's `seq` is its place in the raw blocks, `block << 12 | row`. A block's payload is its lines' lengths (variable
/// length, 7 bits a byte, low first), then the lines. The raw blocks are the truth and the log of what was done: an
/// index
/// and its filters can always be made again from them. So a commit makes the blocks durable and writes the manifest,
/// and commits an index only now and then; its commit data say up to which block it is good. A start cuts files of
/// dirty days back to the manifest and adds to an index, or takes from it, what differs.
///
/// Everything is written by threads of ingest or of the store, which are never interrupted; readers use mapped files.
@NullMarked
package argiope.lucene.tracking;

import org.jspecify.annotations.NullMarked;
