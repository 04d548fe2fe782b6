package argiope.lucene.tracking;

import argiope.appliance.format.LineOutcome;
import argiope.appliance.tracking.Row;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.util.function.IntPredicate;
import org.apache.lucene.index.IndexWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes documents and filters again from raw blocks. Owned by one thread.
final class Rebuild {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    private final DaySnapshot view;
    private final Contexts contexts;

    Rebuild(DaySnapshot view, Contexts contexts) {
        this.view = view;
        this.contexts = contexts;
    }

    interface Filters {
        void take(int block, long[] filter) throws IOException;
    }

    void index(int from, int to, IndexWriter index, IntPredicate observables) throws IOException {
        index(from, to, index, observables, (_, _) -> {});
    }

    /// Adds the rows of blocks `[from,to)`; `filters` is given each block's filter.
    void index(int from, int to, IndexWriter index, IntPredicate observables, Filters filters) throws IOException {
        var row = new Row();
        var document = new RowDocument();
        var rebuilt = new OpenBlock();
        try (var zstd = new ZstdDecompressCtx()) {
            for (var block = from; block < to; block++) {
                if (!view.hasBlock(block)) continue;
                var lines = view.read(block, zstd);
                var reader = contexts.borrow(lines.context());
                rebuilt.clear();
                var withObservables = observables.test(block);
                for (var line = 0; line < lines.rows(); line++) {
                    var outcome = reader.read(lines.payload(), lines.starts()[line], lines.starts()[line + 1], row);
                    if (outcome != LineOutcome.ACCEPTED) {
                        LOG.warn(
                                "a stored line can no longer be read: day {}, block {}, row {}, {}",
                                view.day,
                                block,
                                line,
                                outcome.wire());
                        continue;
                    }
                    index.addDocument(document.of(row, TrackingFields.seq(block, line), withObservables));
                    rebuilt.add(row, withObservables);
                }
                contexts.giveBack(lines.context(), reader);
                filters.take(block, rebuilt.filter());
            }
        }
    }
}
