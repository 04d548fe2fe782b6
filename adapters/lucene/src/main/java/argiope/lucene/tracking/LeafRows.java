package argiope.lucene.tracking;

import java.io.IOException;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// The rows of one segment that match and lie in a window of time, newest first: a segment's order is that of answers.
final class LeafRows implements Comparable<LeafRows> {
    /// Of rows that are passed over, the time of one in so many is looked at.
    private static final int LOOK_AT_TIME = 64;

    private final DocIdSetIterator docs;
    private final NumericDocValues times;
    private final NumericDocValues seqs;
    private final @Nullable Bits live;
    private final long from;
    private final int first;
    private final @Nullable IntPredicate blocks;
    private int doc = -1;
    private long time;
    private long seq = -1;

    private LeafRows(LeafReader reader, DocIdSetIterator docs, long from, int first, @Nullable IntPredicate blocks)
            throws IOException {
        this.docs = docs;
        this.times = DocValues.getNumeric(reader, TrackingFields.TIME);
        this.seqs = DocValues.getNumeric(reader, TrackingFields.SEQ);
        this.live = reader.getLiveDocs();
        this.from = from;
        this.first = first;
        this.blocks = blocks;
    }

    /// How a query meets the segments of one snapshot; empty for every row.
    static Optional<Weight> weight(IndexSearcher searcher, Optional<Query> query) throws IOException {
        if (query.isEmpty()) return Optional.empty();
        return Optional.of(searcher.createWeight(searcher.rewrite(query.get()), ScoreMode.COMPLETE_NO_SCORES, 1));
    }

    /// Rows with a time in `[from,to)`; nothing if the segment cannot hold one.
    ///
    /// @param blocks the raw blocks that a row may be in; null for any
    static Optional<LeafRows> of(
            LeafReaderContext leaf, Optional<Weight> weight, long from, long to, @Nullable IntPredicate blocks)
            throws IOException {
        var reader = leaf.reader();
        if (from >= to || reader.maxDoc() == 0) return Optional.empty();
        var skipper = reader.getDocValuesSkipper(TrackingFields.TIME);
        if (skipper != null && (skipper.minValue() >= to || skipper.maxValue() < from)) return Optional.empty();
        DocIdSetIterator docs;
        if (weight.isEmpty()) {
            docs = DocIdSetIterator.all(reader.maxDoc());
        } else {
            var supplier = weight.get().scorerSupplier(leaf);
            if (supplier == null) return Optional.empty();
            docs = supplier.get(Long.MAX_VALUE).iterator();
        }
        var first = skipper != null && skipper.maxValue() < to ? 0 : firstBefore(reader, to);
        return Optional.of(new LeafRows(reader, docs, from, first, blocks));
    }

    /// The first document whose time is before `to`; times descend.
    static int firstBefore(LeafReader reader, long to) throws IOException {
        var low = 0;
        var high = reader.maxDoc();
        while (low < high) {
            var middle = (low + high) >>> 1;
            var times = DocValues.getNumeric(reader, TrackingFields.TIME);
            if (times.advanceExact(middle) && times.longValue() < to) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// Goes to the next row; false at the end.
    boolean next() throws IOException {
        for (var passed = 1; ; passed++) {
            doc = doc < first ? docs.advance(first) : docs.nextDoc();
            if (doc == DocIdSetIterator.NO_MORE_DOCS) return false;
            if (live != null && !live.get(doc)) continue;
            seq = -1;
            var skip = blocks != null && !blocks.test(TrackingFields.block(seq()));
            if (skip && passed % LOOK_AT_TIME != 0) continue;
            times.advanceExact(doc);
            time = times.longValue();
            if (time < from) return false;
            if (!skip) return true;
        }
    }

    long time() {
        return time;
    }

    long seq() {
        if (seq < 0) {
            try {
                seqs.advanceExact(doc);
                seq = seqs.longValue();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return seq;
    }

    @Override
    @SuppressWarnings("ComparableType")
    public int compareTo(LeafRows other) {
        return time != other.time ? Long.compare(other.time, time) : Long.compare(other.seq(), seq());
    }
}
