package argiope.lucene.tracking;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.DocIdSetBuilder;
import org.jspecify.annotations.Nullable;

/// Rows whose address lies in a range. Few addresses in it: their postings are joined. Many: rows are looked at one by
/// one, newest first, which is quick as many match.
final class AddressQuery extends Query {
    /// From one in so many of a segment's addresses on, rows are looked at instead of postings.
    private static final long MANY = 16;

    private final String field;
    private final BytesRef first;
    private final BytesRef last;

    AddressQuery(String field, byte[] first, byte[] last) {
        this.field = field;
        this.first = new BytesRef(first);
        this.last = new BytesRef(last);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
                var values = DocValues.getSorted(context.reader(), field);
                var low = values.lookupTerm(first);
                if (low < 0) low = -low - 1;
                var high = values.lookupTerm(last);
                if (high < 0) high = -high - 2;
                if (low > high) return null;
                return supplier(context, values, low, high, boost, mode);
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return false;
            }
        };
    }

    private ScorerSupplier supplier(
            LeafReaderContext context, SortedDocValues values, int low, int high, float boost, ScoreMode mode) {
        var docs = context.reader().maxDoc();
        var addresses = high - low + 1L;
        var share = Math.max(1, docs * addresses / Math.max(1, values.getValueCount()));
        return new ScorerSupplier() {
            @Override
            public Scorer get(long leadCost) throws IOException {
                if (addresses > 1 && (addresses * MANY >= values.getValueCount() || leadCost * 8 < share))
                    return new ConstantScoreScorer(boost, mode, oneByOne(values, low, high));
                return new ConstantScoreScorer(boost, mode, joined(context, values, low, addresses, docs));
            }

            @Override
            public long cost() {
                return share;
            }
        };
    }

    private static TwoPhaseIterator oneByOne(SortedDocValues values, int low, int high) {
        return new TwoPhaseIterator(values) {
            @Override
            public boolean matches() throws IOException {
                var ord = values.ordValue();
                return ord >= low && ord <= high;
            }

            @Override
            public float matchCost() {
                return 2;
            }
        };
    }

    private DocIdSetIterator joined(
            LeafReaderContext context, SortedDocValues values, int low, long addresses, int docs) throws IOException {
        var terms = Objects.requireNonNull(context.reader().terms(field), "every address is a term, too")
                .iterator();
        var term = BytesRef.deepCopyOf(values.lookupOrd(low));
        if (!terms.seekExact(term)) return DocIdSetIterator.empty();
        if (addresses == 1) return terms.postings(null, PostingsEnum.NONE);
        var builder = new DocIdSetBuilder(docs);
        PostingsEnum postings = null;
        for (var i = 0L; i < addresses; i++) {
            postings = terms.postings(postings, PostingsEnum.NONE);
            builder.add(postings);
            if (terms.next() == null) break;
        }
        var found = builder.build().iterator();
        return found == null ? DocIdSetIterator.empty() : found;
    }

    @Override
    public String toString(String ignored) {
        return field + " in [" + first + "," + last + "]";
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressQuery query
                && query.field.equals(field)
                && query.first.equals(first)
                && query.last.equals(last);
    }

    @Override
    public int hashCode() {
        return Objects.hash(field, first, last);
    }
}
