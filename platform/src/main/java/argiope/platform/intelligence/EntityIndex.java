package argiope.platform.intelligence;

import argiope.platform.intelligence.search.Cursor;
import argiope.platform.intelligence.search.IndexDocument;
import argiope.platform.intelligence.search.Query;
import argiope.platform.intelligence.search.SortKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Finds entities. Derived from the store and rebuilt from it at will; every implementation gives the same hits in the
/// same order ([argiope.platform.intelligence.search.QueryMatch] says what matches,
/// [argiope.platform.intelligence.search.SortKey] what comes first). Safe for many readers; one thread writes. An
/// interrupted caller never harms it.
public interface EntityIndex extends AutoCloseable {
    /// What the index is of, as of its last [#commit]; empty for a new one.
    Optional<State> state();

    /// @param identity of the store and of the form of documents
    /// @param change the last change taken in
    record State(String identity, long change) {}

    /// Takes in documents and removals. A document older than the one there is ignored. Found after [#refresh], lost by
    /// a
    /// crash before [#commit].
    void apply(List<IndexDocument> documents, List<String> removed, long change);

    /// Makes what was applied findable.
    void refresh();

    /// Makes what was applied durable, together with the number of the last change.
    void commit();

    /// At most `limit` hits in order, after the cursor, or else after the first `offset`.
    /// @throws argiope.core.access.Refusal.Unavailable after the deadline
    Hits find(Query query, List<SortKey.By> order, Optional<Cursor> after, int offset, int limit, Duration deadline);

    /// @param total of all matches, wherever the page begins
    record Hits(List<Hit> hits, long total) {
        public Hits {
            hits = List.copyOf(hits);
        }
    }

    record Hit(String id, Cursor cursor) {}

    long count(Query query, Duration deadline);

    /// Begins an index anew beside this one, which goes on answering.
    Rebuild rebuild(String identity);

    interface Rebuild extends AutoCloseable {
        void add(List<IndexDocument> documents);

        /// Puts it, durable, in the place of the old one.
        /// @param change the number that the documents are at least as new as
        void complete(long change);

        /// Throws it away unless complete.
        @Override
        void close();
    }

    @Override
    void close();
}
