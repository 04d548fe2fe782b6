package argiope.contracts.platform.intelligence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.platform.intelligence.EntityStore;
import argiope.platform.intelligence.Link;
import argiope.platform.intelligence.StoredEntity;
import argiope.platform.intelligence.StoredEntity.Item;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/// What every entity store promises. An implementation's test says only how to open an empty one.
public interface EntityStoreContract {
    EntityStore open();

    Link LINK = new Link("observable", "ip|10.0.0.1");

    private static StoredEntity entity(String id, long version, String title) {
        var body = JsonNodeFactory.instance.objectNode().put("id", id).put("title", title);
        return new StoredEntity(id, "casebook", version, body, Map.of());
    }

    private static Item item(String value) {
        return new Item(
                JsonNodeFactory.instance.objectNode().put("value", value),
                "ana",
                Instant.parse("2026-03-02T09:00:00.123Z"));
    }

    @Test
    default void keepsWhatIsPut() {
        var store = open();
        var whole = new StoredEntity(
                "casebook-1",
                "casebook",
                1,
                entity("casebook-1", 1, "<b>ü\u0000\n'").body(),
                Map.of("texts", List.of(item("a"), item("b"))));
        store.write(unit -> unit.put(whole, Set.of(LINK)));

        assertThat(store.find("casebook-1")).contains(whole);
        assertThat(store.find("casebook-2")).isEmpty();
    }

    @Test
    default void findsManyInTheOrderOfTheIds() {
        var store = open();
        store.write(unit -> unit.put(entity("a-1", 1, "one"), Set.of()) + unit.put(entity("a-2", 1, "two"), Set.of()));

        assertThat(store.find(List.of("a-2", "a-9", "a-1")))
                .extracting(StoredEntity::id)
                .containsExactly("a-2", "a-1");
        assertThat(store.find(List.of())).isEmpty();
        var many = IntStream.range(0, 5_000).mapToObj(i -> "none-" + i).toList();
        assertThat(store.find(many)).isEmpty();
    }

    @Test
    default void putsInThePlaceOfWhatWasThere() {
        var store = open();
        store.write(unit -> unit.put(
                new StoredEntity(
                        "a-1", "casebook", 1, entity("a-1", 1, "old").body(), Map.of("texts", List.of(item("a")))),
                Set.of(LINK)));
        store.write(unit -> unit.put(entity("a-1", 2, "new"), Set.of()));

        assertThat(store.find("a-1")).contains(entity("a-1", 2, "new"));
        assertThat(store.linked("casebook", List.of(LINK))).isEmpty();
    }

    @Test
    default void appendsItemsAndLeavesTheRest() {
        var store = open();
        store.write(unit -> unit.put(
                new StoredEntity(
                        "a-1", "casebook", 1, entity("a-1", 1, "old").body(), Map.of("texts", List.of(item("a")))),
                Set.of(LINK)));
        store.write(unit -> {
            var head = unit.head("a-1").orElseThrow();
            assertThat(head.items()).isEmpty();
            return unit.append(entity("a-1", head.version() + 1, "new"), "texts", List.of(item("b"), item("a")))
                    + unit.append(entity("a-1", head.version() + 2, "new"), "observables", List.of(item("c")));
        });

        var after = store.find("a-1").orElseThrow();
        assertThat(after.version()).isEqualTo(3);
        assertThat(after.body().path("title").asString()).isEqualTo("new");
        assertThat(after.items())
                .isEqualTo(
                        Map.of("texts", List.of(item("a"), item("b"), item("a")), "observables", List.of(item("c"))));
        assertThat(store.linked("casebook", List.of(LINK))).hasSize(1);
    }

    @Test
    default void deletesWithEverythingThatHangsOnIt() {
        var store = open();
        store.write(unit -> unit.put(
                new StoredEntity(
                        "a-1", "casebook", 1, entity("a-1", 1, "x").body(), Map.of("texts", List.of(item("a")))),
                Set.of(LINK)));
        store.write(unit -> unit.delete("a-1"));

        assertThat(store.find("a-1")).isEmpty();
        assertThat(store.linked("casebook", List.of(LINK))).isEmpty();
        store.write(unit -> unit.put(entity("a-1", 1, "again"), Set.of()));
        assertThat(store.find("a-1").orElseThrow().items()).isEmpty();
    }

    @Test
    default void aUnitOfWorkThatFailsChangesNothing() {
        var store = open();
        store.write(unit -> unit.put(entity("a-1", 1, "one"), Set.of()));
        var before = store.change();

        assertThatThrownBy(() -> store.write(unit -> {
                    unit.put(entity("a-2", 1, "two"), Set.of());
                    unit.delete("a-1");
                    assertThat(unit.find("a-1")).isEmpty();
                    assertThat(unit.find("a-2")).isPresent();
                    throw new IllegalStateException("no");
                }))
                .hasStackTraceContaining("no");

        assertThat(store.find("a-1")).isPresent();
        assertThat(store.find("a-2")).isEmpty();
        assertThat(store.change()).isEqualTo(before);
        assertThat(store.changesAfter(before, 10)).isEmpty();
    }

    @Test
    default void looksUpByLinks() {
        var store = open();
        var other = new Link("observable", "ip|10.0.0.2");
        store.write(unit -> {
            unit.put(entity("a-1", 1, "one"), Set.of(LINK, other));
            unit.put(entity("a-2", 1, "two"), Set.of(other));
            unit.put(
                    new StoredEntity(
                            "b-1", "event", 1, entity("b-1", 1, "other").body(), Map.of()),
                    Set.of(other));
            return unit.put(entity("a-1", 2, "one"), Set.of(LINK, other));
        });

        assertThat(store.linked("casebook", List.of(LINK, other)))
                .extracting(StoredEntity::id)
                .containsExactly("a-2", "a-1");
        assertThat(store.linked("casebook", List.of(new Link("about", "ip|10.0.0.1"))))
                .isEmpty();
        assertThat(store.linked("casebook", List.of())).isEmpty();
        assertThat(store.latest("casebook", other, 1))
                .extracting(StoredEntity::id)
                .containsExactly("a-1");
    }

    @Test
    default void numbersChangesAndListsThemUntilEveryIndexHasPassed() {
        var store = open();
        var first = store.<Long>write(unit -> unit.put(entity("a-1", 1, "one"), Set.of()));
        var second = store.<Long>write(unit -> unit.delete("a-1"));

        assertThat(second).isEqualTo(first + 1);
        assertThat(store.change()).isEqualTo(second);
        assertThat(store.changesAfter(0, 10))
                .containsExactly(new EntityStore.Change(first, "a-1"), new EntityStore.Change(second, "a-1"));
        assertThat(store.changesAfter(0, 1)).hasSize(1);
        store.passed("search", first);
        assertThat(store.trimmedTo()).isEqualTo(first);
        assertThat(store.changesAfter(first, 10)).hasSize(1);
        store.passed("other", 0);
        store.passed("search", second);
        assertThat(store.changesAfter(first, 10)).as("'other' still needs it").hasSize(1);
        store.passed("other", second);
        assertThat(store.changesAfter(0, 10)).isEmpty();
        assertThat(store.change()).isEqualTo(second);
    }

    @Test
    default void readsByPages() {
        var store = open();
        store.write(unit -> {
            for (var i = 0; i < 5; i++) unit.put(entity("a-" + i, 1, "x"), Set.of());
            return 0;
        });

        assertThat(store.page("", 3)).extracting(StoredEntity::id).containsExactly("a-0", "a-1", "a-2");
        assertThat(store.page("a-2", 3)).extracting(StoredEntity::id).containsExactly("a-3", "a-4");
        assertThat(store.page("a-4", 3)).isEmpty();
    }

    @Test
    default void remembersEveryBaseAddressOnce() {
        var store = open();
        store.rememberBaseAddress("http://localhost:8440");
        store.rememberBaseAddress("http://localhost:8440");
        store.rememberBaseAddress("https://argiope.example");

        assertThat(store.baseAddresses()).containsExactlyInAnyOrder("http://localhost:8440", "https://argiope.example");
        assertThat(store.identity()).isEqualTo(store.identity()).isNotEmpty();
    }

    @Test
    default void manyWritersGetNumbersOfTheirOwn() throws Exception {
        var store = open();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var numbers = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() ->
                            store.<Long>write(unit -> unit.put(entity("a-" + i, 1, "x"), Set.of()))))
                    .toList();
            var seen = new java.util.HashSet<Long>();
            for (var number : numbers) assertThat(seen.add(number.get())).isTrue();
        }
        assertThat(store.changesAfter(0, 100)).hasSize(50);
    }
}
