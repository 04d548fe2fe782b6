package argiope.contracts.tracking;

import static argiope.contracts.tracking.TrackingStoreContract.LONG;
import static argiope.contracts.tracking.TrackingStoreContract.all;
import static argiope.contracts.tracking.Visit.at;
import static argiope.contracts.tracking.Visit.batch;
import static argiope.contracts.tracking.Visit.visit;
import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Count;
import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery.Url;
import argiope.appliance.tracking.TrackingQuery.UrlMatch;
import argiope.appliance.tracking.TrackingStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a tracking store promises that outlives its process. Each test has storage of its own.
public interface DurableTrackingStoreContract {
    /// Opens what was stored; observable indexing is on.
    TrackingStore open();

    /// As [#open], of what a crash at this moment would leave behind.
    TrackingStore openAfterACrash();

    private static List<String> hosts(TrackingStore store) {
        return store.find(all(), Cursor.START, 1000, LONG).rows().stream()
                .map(row -> row.text(TextField.HOST).orElse(""))
                .toList();
    }

    private static Checkpoint at1(String position) {
        return new Checkpoint(Map.of("source/gw1", position));
    }

    @Test
    default void rowsAndCheckpointAreThereAfterAReopen() {
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00"), visit("b.example", "2026-03-11T09:00:00Z")));
            store.commit(at1("120"));
        }

        try (var store = open()) {
            assertThat(hosts(store)).containsExactly("b.example", "a.example");
            assertThat(store.recovered()).isEqualTo(at1("120"));
            assertThat(store.held()).contains(new TimeRange(at("09:00"), at("2026-03-11T09:00:00.001Z")));
            assertThat(store.count(all(new Url("b.example", UrlMatch.CONTAINS)), 10, LONG))
                    .isEqualTo(new Count(1, true));
        }
    }

    @Test
    default void committedRowsAreThereAfterACrash() {
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00")));
            store.commit(at1("1"));
            store.append(batch(visit("b.example", "09:01")));
            store.commit(at1("2"));

            try (var after = openAfterACrash()) {
                assertThat(hosts(after)).containsExactly("b.example", "a.example");
                assertThat(after.recovered()).isEqualTo(at1("2"));
            }
        }
    }

    @Test
    default void rowsNotCommittedAreGoneAfterACrash() {
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00")));
            store.commit(at1("1"));
            store.append(batch(visit("b.example", "09:01"), visit("c.example", "2026-03-12T09:01:00Z")));
            store.refresh();
            assertThat(hosts(store)).hasSize(3);

            try (var after = openAfterACrash()) {
                assertThat(hosts(after)).containsExactly("a.example");
                assertThat(after.recovered()).isEqualTo(at1("1"));
                assertThat(after.size().transactions()).isEqualTo(1);
                after.append(batch(visit("d.example", "09:01")));
                after.commit(at1("2"));
                assertThat(hosts(after)).containsExactly("d.example", "a.example");
            }
        }
    }

    @Test
    default void rowsNotCommittedAreGoneAfterAClose() {
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00")));
            store.commit(at1("1"));
            store.append(batch(visit("b.example", "09:01")));
        }

        try (var store = open()) {
            assertThat(hosts(store)).containsExactly("a.example");
            assertThat(store.recovered()).isEqualTo(at1("1"));
        }
    }

    @Test
    default void idsOutliveAReopen() {
        String id;
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00")));
            store.commit(Checkpoint.none());
            id = store.find(all(), Cursor.START, 1, LONG).rows().getFirst().id();
        }

        try (var store = open()) {
            assertThat(store.byId(id).orElseThrow().text(TextField.HOST)).contains("a.example");
        }
    }

    @Test
    default void aCursorOutlivesAReopen() {
        Cursor next;
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00"), visit("b.example", "09:00"), visit("c.example", "09:01")));
            store.commit(Checkpoint.none());
            next = store.find(all(), Cursor.START, 2, LONG).next();
        }

        try (var store = open()) {
            assertThat(store.find(all(), next, 10, LONG).rows()).hasSize(1);
        }
    }

    @Test
    default void aReindexedDayStaysSo() {
        try (var store = open()) {
            store.observableIndexing(false);
            store.append(batch(visit("a.example", "09:00")));
            store.commit(Checkpoint.none());
            store.observableIndexing(true);
            store.reindex((done, total) -> {});
        }

        try (var store = open()) {
            assertThat(store.availability(new TimeRange(at("00:00"), at("23:00")), true)
                            .complete())
                    .isTrue();
            assertThat(hosts(store)).containsExactly("a.example");
            assertThat(store.count(all(new Url("a.example", UrlMatch.CONTAINS)), 10, LONG))
                    .isEqualTo(new Count(1, true));
        }
    }
}
