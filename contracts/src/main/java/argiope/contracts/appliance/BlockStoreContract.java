package argiope.contracts.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.policy.BlockEntry;
import argiope.appliance.policy.BlockStore;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What every store of the block list promises.
public interface BlockStoreContract {
    Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /// An empty one.
    BlockStore open();

    private static Observable domain(String name) {
        return new Observable(ObservableType.DOMAIN, name);
    }

    private static BlockEntry entry(String id, String name, Instant until, String key) {
        return new BlockEntry(id, domain(name), "because", "ana", NOON, until, key);
    }

    @Test
    default void findsWhatWasAdded() {
        var store = open();
        var first = entry("a", "one.example", Instant.MAX, "");
        var second = entry("b", "two.example", NOON.plusSeconds(60), "key");
        assertThat(store.generation()).isZero();

        assertThat(store.add(second)).isEqualTo(new BlockStore.Added(second, true));
        store.add(first);

        assertThat(store.entries()).containsExactly(first, second);
        assertThat(store.find(domain("two.example"))).contains(second);
        assertThat(store.find(new Observable(ObservableType.URL, "two.example")))
                .isEmpty();
        assertThat(store.generation()).isEqualTo(2);
    }

    @Test
    default void theSameValueKeepsItsEntry() {
        var store = open();
        var first = entry("a", "one.example", Instant.MAX, "");
        store.add(first);

        var again = store.add(entry("b", "one.example", NOON.plusSeconds(1), "key"));

        assertThat(again).isEqualTo(new BlockStore.Added(first, false));
        assertThat(store.entries()).containsExactly(first);
        assertThat(store.generation()).isEqualTo(1);
        assertThat(store.done("key")).contains(first);
    }

    @Test
    default void removesAnEntryOnce() {
        var store = open();
        var first = entry("a", "one.example", Instant.MAX, "made");
        store.add(first);

        assertThat(store.remove("a", "taken", NOON)).contains(first);
        assertThat(store.remove("a", "again", NOON)).isEmpty();

        assertThat(store.entries()).isEmpty();
        assertThat(store.generation()).isEqualTo(2);
        assertThat(store.done("made")).contains(first);
        assertThat(store.done("taken")).contains(first);
        assertThat(store.done("again")).isEmpty();
    }

    @Test
    default void forgetsOldKeys() {
        var store = open();
        store.add(entry("a", "one.example", Instant.MAX, "made"));
        store.remove("a", "taken", NOON.plusSeconds(10));

        store.forgetKeysBefore(NOON.plusSeconds(5));

        assertThat(store.done("made")).isEmpty();
        assertThat(store.done("taken")).isPresent();
    }

    @Test
    default void removesWhatHasEnded() {
        var store = open();
        store.add(entry("a", "one.example", NOON.plusSeconds(1), ""));
        store.add(entry("b", "two.example", NOON.plusSeconds(2), ""));
        store.add(entry("c", "three.example", Instant.MAX, ""));

        assertThat(store.removeEnded(NOON.plusSeconds(1))).isEqualTo(1);
        assertThat(store.removeEnded(NOON.plusSeconds(1))).isZero();

        assertThat(store.entries()).extracting(BlockEntry::id).containsExactly("b", "c");
        assertThat(store.generation()).isEqualTo(4);
    }

    @Test
    default void keepsTheSecret() {
        var store = open();
        assertThat(store.secret()).isEmpty();

        store.secret("one");
        store.secret("two");

        assertThat(store.secret()).contains("two");
    }
}
