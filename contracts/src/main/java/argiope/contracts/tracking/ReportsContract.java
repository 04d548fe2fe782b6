package argiope.contracts.tracking;

import static argiope.contracts.tracking.TrackingStoreContract.LONG;
import static argiope.contracts.tracking.Visit.at;
import static argiope.contracts.tracking.Visit.batch;
import static argiope.contracts.tracking.Visit.visit;
import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.report.Overview;
import argiope.appliance.report.Reports;
import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every source of report figures promises.
public interface ReportsContract {
    /// An empty store.
    TrackingStore open();

    /// The figures over what `store` holds.
    Reports reports(TrackingStore store);

    private Overview overview(TrackingStore store, String from, String to) {
        return reports(store).overview(new TimeRange(at(from), at(to)), 10, LONG);
    }

    @Test
    default void addsUpDecisionsBytesUsersAndDomains() {
        try (var store = open()) {
            store.append(batch(
                    visit("www.example.org", "09:00").user("", "alice").put(NumberField.BYTES_TO_CLIENT, 100),
                    visit("cdn.example.org", "09:01").user("", "bob").put(NumberField.BYTES_TO_CLIENT, 20),
                    visit("evil.test", "09:02").user("CORP", "alice").decision(Decision.BLOCK),
                    visit("192.0.2.77", "09:03").decision(Decision.ERROR),
                    visit("late.example", "11:00").user("", "carol")));
            store.commit(Checkpoint.none());

            var overview = overview(store, "09:00", "11:00");

            assertThat(overview.exact()).isTrue();
            assertThat(overview.totals())
                    .isEqualTo(new Overview.Totals(
                            4, Map.of(Decision.ALLOW, 2L, Decision.BLOCK, 1L, Decision.ERROR, 1L), 120, 3, 3));
            assertThat(overview.topDomains())
                    .containsExactly(
                            new Overview.Top("example.org", 2, 0, 120),
                            new Overview.Top("192.0.2.77", 1, 0, 0),
                            new Overview.Top("evil.test", 1, 1, 0));
            assertThat(overview.topUsers())
                    .containsExactly(
                            new Overview.Top("alice", 1, 0, 100),
                            new Overview.Top("bob", 1, 0, 20),
                            new Overview.Top("corp\\alice", 1, 1, 0));
            assertThat(overview.topClients()).containsExactly(new Overview.Top("192.0.2.15", 4, 1, 120));
            assertThat(overview.blockedDomains()).containsExactly(new Overview.Blocked("evil.test", 1, 1));
        }
    }

    @Test
    default void aSeriesCoversTheRangeWithoutHoles() {
        try (var store = open()) {
            store.append(batch(
                    visit("a.example", "09:00"), visit("b.example", "10:59").decision(Decision.BLOCK)));
            store.commit(Checkpoint.none());

            var overview = overview(store, "09:00", "11:00");

            assertThat(overview.series().getFirst().from()).isEqualTo(at("09:00"));
            assertThat(overview.series().getLast().from().plus(overview.bucket()))
                    .isEqualTo(at("11:00"));
            for (var i = 1; i < overview.series().size(); i++)
                assertThat(overview.series().get(i).from())
                        .isEqualTo(overview.series().get(i - 1).from().plus(overview.bucket()));
            assertThat(overview.series().getFirst().byDecision()).isEqualTo(Map.of(Decision.ALLOW, 1L));
            assertThat(overview.series().getLast().byDecision()).isEqualTo(Map.of(Decision.BLOCK, 1L));
            assertThat(overview.series().size()).isBetween(12, 200);
        }
    }

    @Test
    default void addsUpOverDays() {
        try (var store = open()) {
            for (var day = 1; day <= 5; day++)
                store.append(batch(
                        visit("www.example.org", "2026-03-0" + day + "T10:00:00Z")
                                .user("", "alice"),
                        visit("evil.test", "2026-03-0" + day + "T11:00:00Z")
                                .user("", "user" + day % 2)
                                .decision(Decision.BLOCK)));
            store.commit(Checkpoint.none());

            var overview = overview(store, "2026-03-01T00:00:00Z", "2026-03-06T00:00:00Z");

            assertThat(overview.totals().transactions()).isEqualTo(10);
            assertThat(overview.totals().users()).isEqualTo(3);
            assertThat(overview.topUsers().getFirst()).isEqualTo(new Overview.Top("alice", 5, 0, 0));
            assertThat(overview.blockedDomains()).containsExactly(new Overview.Blocked("evil.test", 5, 2));
        }
    }

    @Test
    default void aTableHasAtMostSoManyRows() {
        try (var store = open()) {
            for (var i = 0; i < 20; i++) store.append(batch(visit("h" + i + ".test", "09:00")));
            store.commit(Checkpoint.none());

            var overview = reports(store).overview(new TimeRange(at("09:00"), at("10:00")), 3, LONG);

            assertThat(overview.topDomains()).hasSize(3);
            assertThat(overview.totals().domains()).isEqualTo(20);
        }
    }

    @Test
    default void anEmptyRangeHasFiguresToo() {
        try (var store = open()) {
            var overview = overview(store, "09:00", "10:00");

            assertThat(overview.totals().transactions()).isZero();
            assertThat(overview.topDomains()).isEmpty();
            assertThat(overview.series())
                    .allSatisfy(b -> assertThat(b.byDecision()).isEmpty());
        }
    }
}
