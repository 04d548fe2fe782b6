package argiope.lucene.entities;

import argiope.core.access.Refusal;
import argiope.platform.intelligence.EntityIndex;
import argiope.platform.intelligence.search.Cursor;
import argiope.platform.intelligence.search.IndexDocument;
import argiope.platform.intelligence.search.Query;
import argiope.platform.intelligence.search.SortKey;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TotalHitCountCollectorManager;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds entities with Lucene. Everything that writes or opens files runs on one thread of its own, which nobody
/// interrupts; searches read what is mapped already. What cannot be opened is put aside, and the index is as new.
public final class LuceneEntityIndex implements EntityIndex {
    private static final Logger LOG = LoggerFactory.getLogger(LuceneEntityIndex.class);
    private static final String CURRENT = "current";
    private static final String IDENTITY = "identity";
    private static final String CHANGE = "change";
    private static final double BUFFER_MB = 32;

    static {
        // A clause of ours may look at several fields; how many there are is limited where queries are read.
        IndexSearcher.setMaxClauseCount(Math.max(IndexSearcher.getMaxClauseCount(), 16 * 1024));
    }

    private final Path folder;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("entity-index").factory());
    private final Map<String, Long> unrefreshed = new HashMap<>();
    private volatile Generation generation;
    private long change;

    /// Opens the index in `folder`, making it if absent.
    public static LuceneEntityIndex open(Path folder) {
        try {
            return new LuceneEntityIndex(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the index of entities in " + folder, e);
        }
    }

    private LuceneEntityIndex(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        generation = onThread(this::openCurrent);
    }

    /// One index on disk, open for reading and writing.
    private static final class Generation implements Closeable {
        final Path path;
        final MMapDirectory directory;
        final IndexWriter writer;
        final SearcherManager searchers;
        String identity = "";
        long committed;

        Generation(Path path, boolean fresh) throws IOException {
            this.path = path;
            directory = new MMapDirectory(path);
            var config = new IndexWriterConfig()
                    .setOpenMode(fresh ? IndexWriterConfig.OpenMode.CREATE : IndexWriterConfig.OpenMode.APPEND)
                    .setRAMBufferSizeMB(BUFFER_MB)
                    .setCommitOnClose(false);
            try {
                writer = new IndexWriter(directory, config);
            } catch (IOException | RuntimeException e) {
                IOUtils.closeWhileHandlingException(directory);
                throw e;
            }
            try {
                if (fresh) writer.commit();
                readCommitData();
                searchers = new SearcherManager(writer, null);
            } catch (IOException | RuntimeException e) {
                IOUtils.closeWhileHandlingException(writer, directory);
                throw e;
            }
        }

        private void readCommitData() {
            var data = writer.getLiveCommitData();
            if (data == null) return;
            for (var entry : data) {
                if (entry.getKey().equals(IDENTITY)) identity = entry.getValue();
                if (entry.getKey().equals(CHANGE)) committed = Long.parseLong(entry.getValue());
            }
        }

        void commit(String of, long change) throws IOException {
            writer.setLiveCommitData(
                    Map.of(IDENTITY, of, CHANGE, Long.toString(change)).entrySet());
            writer.commit();
            identity = of;
            committed = change;
        }

        @Override
        public void close() throws IOException {
            IOUtils.close(searchers, writer, directory);
        }
    }

    private Generation openCurrent() throws IOException {
        var named = current();
        if (named.isPresent()) {
            var path = folder.resolve(named.get());
            try {
                return new Generation(path, false);
            } catch (IOException | IllegalArgumentException e) {
                if (e instanceof IndexNotFoundException || e instanceof NoSuchFileException)
                    LOG.info("the index of entities in {} is gone; it is built anew", path);
                else LOG.warn("the index of entities in {} cannot be opened; it is built anew", path, e);
            }
        }
        var path = nextFolder();
        var fresh = new Generation(path, true);
        point(path);
        removeOthers(path);
        return fresh;
    }

    private Optional<String> current() throws IOException {
        try {
            var name = Files.readString(folder.resolve(CURRENT), StandardCharsets.UTF_8)
                    .strip();
            return name.matches("g[0-9]{1,15}") ? Optional.of(name) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private Path nextFolder() throws IOException {
        try (var files = Files.list(folder)) {
            var last = files.map(f -> String.valueOf(f.getFileName()))
                    .filter(n -> n.matches("g[0-9]{1,15}"))
                    .mapToLong(n -> Long.parseLong(n.substring(1)))
                    .max()
                    .orElse(0);
            return folder.resolve("g" + (last + 1));
        }
    }

    private void point(Path path) throws IOException {
        var half = folder.resolve(CURRENT + ".part");
        Files.writeString(half, String.valueOf(path.getFileName()), StandardCharsets.UTF_8);
        IOUtils.fsync(half, false);
        Files.move(half, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        IOUtils.fsync(folder, true);
    }

    private void removeOthers(Path kept) {
        try (var files = Files.list(folder)) {
            for (var file : files.toList())
                if (!file.equals(kept) && String.valueOf(file.getFileName()).matches("g[0-9]{1,15}")) remove(file);
        } catch (IOException e) {
            LOG.warn("old generations of the index in {} could not be removed", folder, e);
        }
    }

    private static void remove(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }

    /// Runs on the thread of the index; the caller waits whatever happens, and keeps its interrupt.
    private <T> T onThread(Callable<T> work) {
        var answer = new CompletableFuture<T>();
        try {
            thread.execute(() -> {
                try {
                    answer.complete(work.call());
                } catch (Throwable fault) {
                    answer.completeExceptionally(fault);
                }
            });
        } catch (RejectedExecutionException _) {
            throw new Refusal.Unavailable("index-closed", "The index of entities is being closed.");
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case IOException fault ->
                    throw new UncheckedIOException(
                            "The index of entities in " + folder + " failed: " + fault.getMessage(), fault);
                case null, default -> throw e;
            }
        }
    }

    /// The index in use; opened again where a fault of the disk has closed it.
    private Generation usable() throws IOException {
        var there = generation;
        if (there.writer.isOpen()) return there;
        LOG.warn("the index of entities was closed by a fault; opening it again");
        IOUtils.closeWhileHandlingException(there.searchers, there.directory);
        unrefreshed.clear();
        var again = openCurrent();
        change = again.committed;
        generation = again;
        return again;
    }

    @Override
    public Optional<State> state() {
        return onThread(() -> {
            var there = usable();
            return there.identity.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new State(there.identity, there.committed));
        });
    }

    @Override
    public void apply(List<IndexDocument> documents, List<String> removed, long upTo) {
        onThread(() -> {
            var there = usable();
            var searcher = there.searchers.acquire();
            try {
                for (var document : documents) {
                    if (version(searcher, document.id()) > document.version()) continue;
                    there.writer.updateDocument(EntityDocuments.idTerm(document.id()), EntityDocuments.of(document));
                    unrefreshed.put(document.id(), document.version());
                }
            } finally {
                there.searchers.release(searcher);
            }
            for (var id : removed) {
                there.writer.deleteDocuments(EntityDocuments.idTerm(id));
                unrefreshed.put(id, -1L);
            }
            change = upTo;
            return true;
        });
    }

    /// The version there is, -1 for none.
    private long version(IndexSearcher searcher, String id) throws IOException {
        var fresh = unrefreshed.get(id);
        if (fresh != null) return fresh;
        var found = searcher.search(new TermQuery(EntityDocuments.idTerm(id)), 1).scoreDocs;
        if (found.length == 0) return -1;
        var versions = MultiDocValues.getNumericValues(searcher.getIndexReader(), EntityDocuments.VERSION);
        return versions != null && versions.advanceExact(found[0].doc) ? versions.longValue() : -1;
    }

    @Override
    public void refresh() {
        onThread(() -> {
            usable().searchers.maybeRefreshBlocking();
            unrefreshed.clear();
            return true;
        });
    }

    @Override
    public void commit() {
        onThread(() -> {
            var there = usable();
            there.commit(there.identity, change);
            return true;
        });
    }

    private interface Look<T> {
        T at(IndexSearcher searcher) throws IOException;
    }

    private <T> T look(Duration deadline, Look<T> look) {
        var end = System.nanoTime() + deadline.toNanos();
        QueryTimeout timeout = () -> System.nanoTime() - end > 0;
        if (timeout.shouldExit()) throw tooLong();
        while (true) {
            var there = generation;
            try {
                var taken = there.searchers.acquire();
                try {
                    var reader = ExitableDirectoryReader.wrap((DirectoryReader) taken.getIndexReader(), timeout);
                    var searcher = new IndexSearcher(reader);
                    searcher.setTimeout(timeout);
                    var answer = look.at(searcher);
                    if (searcher.timedOut()) throw tooLong();
                    return answer;
                } finally {
                    there.searchers.release(taken);
                }
            } catch (ExitableDirectoryReader.ExitingReaderException _) {
                throw tooLong();
            } catch (org.apache.lucene.store.AlreadyClosedException e) {
                // A rebuilt index was put in its place just now.
                if (there == generation) throw new Refusal.Unavailable("index-closed", "The index is closed.");
            } catch (IOException e) {
                throw new UncheckedIOException("Reading the index of entities in " + folder + " failed", e);
            }
        }
    }

    private static Refusal tooLong() {
        return new Refusal.Unavailable(
                "search-deadline", "The search took too long. Ask for less, or for something more exact.");
    }

    @Override
    public Hits find(
            Query query, List<SortKey.By> order, Optional<Cursor> after, int offset, int limit, Duration deadline) {
        var asked = EntityQueries.of(query);
        var sort = new Sort(order.stream()
                .map(by -> new SortField(
                        EntityDocuments.sort(by.field(), by.descending()), SortField.Type.STRING, by.descending()))
                .toArray(SortField[]::new));
        var skip = after.isPresent() ? 0 : offset;
        return look(deadline, searcher -> {
            var wanted = skip + limit;
            if (wanted == 0)
                return new Hits(
                        List.of(), searcher.search(asked, new TotalHitCountCollectorManager(searcher.getSlices())));
            var place = after.map(cursor -> new FieldDoc(
                            Integer.MAX_VALUE,
                            Float.NaN,
                            cursor.keys().stream().map(EntityDocuments::bytes).toArray()))
                    .orElse(null);
            var top = place == null
                    ? searcher.search(asked, new TopFieldCollectorManager(sort, wanted, Integer.MAX_VALUE))
                    : searcher.search(asked, new TopFieldCollectorManager(sort, wanted, place, Integer.MAX_VALUE));
            var hits = new ArrayList<Hit>();
            var stored = searcher.storedFields();
            for (var i = skip; i < top.scoreDocs.length; i++) {
                var hit = (FieldDoc) top.scoreDocs[i];
                hits.add(new Hit(
                        stored.document(hit.doc, Set.of(EntityDocuments.ID)).get(EntityDocuments.ID), cursor(hit)));
            }
            return new Hits(hits, top.totalHits.value());
        });
    }

    private static Cursor cursor(FieldDoc hit) {
        var keys = new ArrayList<String>();
        for (var key : hit.fields) {
            var bytes = (BytesRef) key;
            keys.add(new String(bytes.bytes, bytes.offset, bytes.length, StandardCharsets.ISO_8859_1));
        }
        return new Cursor(keys);
    }

    @Override
    public long count(Query query, Duration deadline) {
        var asked = EntityQueries.of(query);
        return look(deadline, searcher ->
                (long) searcher.search(asked, new TotalHitCountCollectorManager(searcher.getSlices())));
    }

    @Override
    public Rebuild rebuild(String identity) {
        return onThread(() -> new Anew(identity, new Generation(nextFolder(), true)));
    }

    private final class Anew implements Rebuild {
        private final String identity;
        private final Generation fresh;
        private boolean complete;

        Anew(String identity, Generation fresh) {
            this.identity = identity;
            this.fresh = fresh;
        }

        @Override
        public void add(List<IndexDocument> documents) {
            onThread(() -> {
                for (var document : documents)
                    fresh.writer.updateDocument(EntityDocuments.idTerm(document.id()), EntityDocuments.of(document));
                return true;
            });
        }

        @Override
        public void complete(long upTo) {
            onThread(() -> {
                fresh.commit(identity, upTo);
                fresh.searchers.maybeRefreshBlocking();
                point(fresh.path);
                complete = true;
                var old = generation;
                unrefreshed.clear();
                change = upTo;
                generation = fresh;
                IOUtils.closeWhileHandlingException(old);
                removeOthers(fresh.path);
                return true;
            });
        }

        @Override
        public void close() {
            if (complete) return;
            onThread(() -> {
                IOUtils.closeWhileHandlingException(fresh);
                remove(fresh.path);
                return true;
            });
        }
    }

    /// What was not committed is dropped; the outbox still has it.
    @Override
    public void close() {
        try {
            onThread(() -> {
                generation.close();
                return true;
            });
        } catch (UncheckedIOException e) {
            LOG.warn("the index of entities did not close well; it catches up at the next start", e);
        }
        thread.shutdown();
    }
}
