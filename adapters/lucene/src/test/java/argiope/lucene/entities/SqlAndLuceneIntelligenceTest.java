package argiope.lucene.entities;

import static argiope.contracts.platform.intelligence.Bench.ANA;
import static argiope.contracts.platform.intelligence.Bench.INDICATOR;
import static argiope.contracts.platform.intelligence.Bench.indicator;
import static org.assertj.core.api.Assertions.assertThat;

import argiope.contracts.platform.intelligence.Bench;
import argiope.contracts.platform.intelligence.IntelligenceContract;
import argiope.platform.intelligence.EntityIndex;
import argiope.platform.intelligence.EntityStore;
import argiope.sql.Database;
import argiope.sql.platform.entities.SqlEntityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The two embedded adapters together, and what a crash leaves of them.
class SqlAndLuceneIntelligenceTest implements IntelligenceContract {
    @TempDir
    Path folder;

    private final List<Database> opened = new ArrayList<>();
    private int number;

    @Override
    public EntityStore store() {
        var database = Database.temporary("db/platform");
        opened.add(database);
        return new SqlEntityStore(database);
    }

    private EntityStore store(Path place) {
        var database = Database.open(place.resolve("platform.db"), "db/platform");
        opened.add(database);
        return new SqlEntityStore(database);
    }

    @Override
    public EntityIndex index() {
        return LuceneEntityIndex.open(folder.resolve("index-" + ++number));
    }

    @AfterEach
    void close() {
        opened.forEach(Database::close);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    @Test
    void whatTheStoreHasAndTheIndexHadNotCommittedIsFoundAfterACrash() throws Exception {
        var before = folder.resolve("before");
        var after = folder.resolve("after");
        Files.createDirectories(before);
        Files.createDirectories(after);
        var index = LuceneEntityIndex.open(before.resolve("index"));
        try (var bench = new Bench(store(before), index)) {
            bench.create(ANA, INDICATOR, indicator("committed"));
            index.commit();
            IntStream.range(0, 50).forEach(i -> bench.create(ANA, INDICATOR, indicator("lost by the index " + i)));
            // A crash leaves the files as they are at this moment.
            copy(before.resolve("index"), after.resolve("index"));
            for (var file : List.of("platform.db", "platform.db-wal"))
                Files.copy(before.resolve(file), after.resolve(file));
        }
        var reopened = LuceneEntityIndex.open(after.resolve("index"));
        var behind = reopened.state().orElseThrow().change();
        var store = store(after);
        assertThat(behind).isLessThan(store.change());
        try (var bench = new Bench(store, reopened)) {
            assertThat(bench.page(ANA, INDICATOR, "query=lost").total()).isEqualTo(50);
            assertThat(bench.page(ANA, INDICATOR, "query=committed").total()).isEqualTo(1);
        }
    }

    @Test
    void anIndexThatIsDamagedOrOfAnotherStoreIsBuiltAnew() throws Exception {
        var place = folder.resolve("place");
        var other = folder.resolve("other");
        try (var bench = new Bench(store(other), LuceneEntityIndex.open(other.resolve("index")))) {
            IntStream.range(0, 3).forEach(i -> bench.create(ANA, INDICATOR, indicator("foreign " + i)));
        }
        var store = store(place);
        try (var bench = new Bench(store, LuceneEntityIndex.open(other.resolve("index")))) {
            assertThat(bench.page(ANA, INDICATOR).total()).isZero();
            bench.create(ANA, INDICATOR, indicator("own"));
        }
        var segments = other.resolve("index").resolve(Files.readString(other.resolve("index/current")));
        try (var files = Files.list(segments)) {
            for (var file : files.toList()) Files.writeString(file, "rubbish");
        }
        try (var bench = new Bench(store, LuceneEntityIndex.open(other.resolve("index")))) {
            assertThat(bench.titles(ANA, INDICATOR)).containsExactly("own");
        }
        Files.delete(other.resolve("index/current"));
        try (var bench = new Bench(store, LuceneEntityIndex.open(other.resolve("index")))) {
            assertThat(bench.titles(ANA, INDICATOR)).containsExactly("own");
        }
    }
}
