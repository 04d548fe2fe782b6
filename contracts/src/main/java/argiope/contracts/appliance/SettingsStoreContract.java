package argiope.contracts.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.settings.Change;
import argiope.appliance.settings.Commit;
import argiope.appliance.settings.Pending;
import argiope.appliance.settings.SettingsStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/// What every store of settings promises.
public interface SettingsStoreContract {
    JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// An empty one.
    SettingsStore open();

    private static Commit commit(long number, String author) {
        return new Commit(
                number,
                Instant.parse("2026-03-01T12:00:00Z").plusSeconds(number),
                "id-" + author,
                author,
                "number \"" + number + "\"",
                List.of(new Change("a.b", NODES.booleanNode(false), NODES.booleanNode(true)), added()),
                NODES.objectNode().put("n", (int) number).put("text", "ä"));
    }

    private static Change added() {
        return new Change(
                "list[x]", MissingNode.getInstance(), NODES.objectNode().put("name", "x"));
    }

    private static Pending pending(String account, long seen) {
        return new Pending(account, List.of(new Pending.Item(added(), seen)));
    }

    @Test
    default void startsWithoutAnything() {
        var store = open();

        assertThat(store.last()).isEmpty();
        assertThat(store.newest(5)).isEmpty();
        assertThat(store.pending("id-ana")).isEmpty();
        assertThat(store.allPending()).isEmpty();
    }

    @Test
    default void givesCommitsBackAsTheyWere() {
        var store = open();
        for (var n = 0; n < 4; n++) assertThat(store.add(commit(n, "ana"))).isTrue();

        assertThat(store.last()).contains(commit(3, "ana"));
        assertThat(store.newest(2)).containsExactly(commit(3, "ana"), commit(2, "ana"));
        assertThat(store.after(1)).containsExactly(commit(2, "ana"), commit(3, "ana"));
    }

    @Test
    default void aNumberIsTakenOnce() {
        var store = open();
        store.add(commit(1, "ana"));
        store.save(pending("id-bob", 0));

        assertThat(store.add(commit(1, "bob"))).isFalse();

        assertThat(store.newest(5)).containsExactly(commit(1, "ana"));
        assertThat(store.pending("id-bob")).isPresent();
    }

    @Test
    default void aCommitForgetsWhatItsAuthorHadPending() {
        var store = open();
        store.save(pending("id-ana", 0));
        store.save(pending("id-bob", 7));

        store.add(commit(1, "ana"));

        assertThat(store.pending("id-ana")).isEmpty();
        assertThat(store.pending("id-bob")).contains(pending("id-bob", 7));
        assertThat(store.allPending()).containsExactly(pending("id-bob", 7));
    }

    @Test
    default void savingReplacesAndAnEmptySetForgets() {
        var store = open();
        store.save(pending("id-ana", 1));
        store.save(pending("id-ana", 2));
        assertThat(store.pending("id-ana")).contains(pending("id-ana", 2));

        store.save(new Pending("id-ana", List.of()));
        assertThat(store.pending("id-ana")).isEmpty();
    }
}
