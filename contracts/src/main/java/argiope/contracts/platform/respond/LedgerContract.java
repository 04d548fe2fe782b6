package argiope.contracts.platform.respond;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.platform.respond.Ledger;
import argiope.platform.respond.LedgerEntry;
import argiope.platform.respond.LedgerEntry.State;
import argiope.platform.respond.LedgerEntry.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every ledger promises. An implementation's test says only how to open an empty one.
public interface LedgerContract {
    record Opened(Ledger ledger, AutoCloseable all) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            all.close();
        }
    }

    Opened open() throws Exception;

    Instant THEN = Instant.parse("2026-01-14T09:31:07.123Z");

    static LedgerEntry planned(String id, String orgId, String key) {
        return new LedgerEntry(
                id,
                orgId,
                key,
                "block-domain",
                "Block this domain",
                "Gateway",
                "m-1",
                new Observable(ObservableType.DOMAIN, "Login.Example<b>"),
                Map.of("until", "2026-01-15T00:00:00Z"),
                "u-1",
                "ada",
                List.of(new Step(State.PLANNED, THEN, "")));
    }

    @Test
    default void keepsTheFirstWithAKey() throws Exception {
        try (var opened = open()) {
            var first = planned("a-1", "org-1", "k");

            assertThat(opened.ledger().plan(first)).isEqualTo(new Ledger.Planned(first, true));
            assertThat(opened.ledger().plan(planned("a-2", "org-1", "k"))).isEqualTo(new Ledger.Planned(first, false));
            assertThat(opened.ledger().plan(planned("a-3", "org-2", "k")).isNew())
                    .isTrue();

            assertThat(opened.ledger().byKey("org-1", "k")).contains(first);
            assertThat(opened.ledger().byId("a-1")).contains(first);
            assertThat(opened.ledger().byId("a-2")).isEmpty();
        }
    }

    @Test
    default void manyAtOnceWithOneKeyMakeOneEntry() throws Exception {
        try (var opened = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Callable<Ledger.Planned>>();
            for (var i = 0; i < 100; i++) {
                var entry = planned("a-" + i, "org-1", "k");
                work.add(() -> opened.ledger().plan(entry));
            }

            var fresh = 0;
            for (var future : threads.invokeAll(work)) if (future.get().isNew()) fresh++;

            assertThat(fresh).isEqualTo(1);
            assertThat(opened.ledger().newest("org-1", 1000, 0)).hasSize(1);
        }
    }

    @Test
    default void aStepIsTakenOnlyFromTheStateItStartsFrom() throws Exception {
        try (var opened = open()) {
            opened.ledger().plan(planned("a-1", "org-1", "k"));

            assertThat(opened.ledger().step("a-1", State.SENT, State.CONFIRMED, THEN, "no"))
                    .isFalse();
            assertThat(opened.ledger().step("a-1", State.PLANNED, State.SENT, THEN.plusSeconds(1), ""))
                    .isTrue();
            assertThat(opened.ledger().step("a-1", State.PLANNED, State.SENT, THEN.plusSeconds(1), "no"))
                    .isFalse();
            assertThat(opened.ledger().step("a-1", State.SENT, State.CONFIRMED, THEN.plusSeconds(2), "done"))
                    .isTrue();
            assertThat(opened.ledger().step("a-9", State.PLANNED, State.SENT, THEN, "no"))
                    .isFalse();

            assertThat(opened.ledger().byId("a-1").orElseThrow().steps())
                    .containsExactly(
                            new Step(State.PLANNED, THEN, ""),
                            new Step(State.SENT, THEN.plusSeconds(1), ""),
                            new Step(State.CONFIRMED, THEN.plusSeconds(2), "done"));
        }
    }

    @Test
    default void showsTheNewestFirstInPages() throws Exception {
        try (var opened = open()) {
            for (var i = 0; i < 5; i++) opened.ledger().plan(planned("a-" + i, "org-1", "k" + i));
            opened.ledger().plan(planned("b", "org-2", "k"));

            assertThat(opened.ledger().newest("org-1", 2, 1))
                    .extracting(LedgerEntry::id)
                    .containsExactly("a-3", "a-2");
            assertThat(opened.ledger().newest("org-1", 10, 5)).isEmpty();
        }
    }

    @Test
    default void namesWhatIsNotSettled() throws Exception {
        try (var opened = open()) {
            for (var id : List.of("planned", "sent", "confirmed", "failed"))
                opened.ledger().plan(planned(id, "org-1", id));
            for (var id : List.of("sent", "confirmed", "failed"))
                opened.ledger().step(id, State.PLANNED, State.SENT, THEN, "");
            opened.ledger().step("confirmed", State.SENT, State.CONFIRMED, THEN, "");
            opened.ledger().step("failed", State.SENT, State.FAILED, THEN, "");

            assertThat(opened.ledger().unsettled()).extracting(LedgerEntry::id).containsExactly("planned", "sent");
        }
    }
}
