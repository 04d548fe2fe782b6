package argiope.contracts.appliance.device;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.device.Triggers;
import argiope.appliance.device.Triggers.Kept;
import argiope.appliance.device.Triggers.State;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Triggers] promises. An implementation's test says only how to reach an empty one, the same through a
/// test.
public interface TriggersContract {
    Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    Triggers triggers();

    static Kept fresh(String key, Instant at) {
        return new Kept(
                key, "block-domain", new Observable(ObservableType.DOMAIN, "Evil.example"), State.BEGUN, "", at);
    }

    @Test
    default void aNewKeyIsKeptWholly() {
        assertThat(triggers().begin(fresh("k", NOON))).isEmpty();
        assertThat(triggers().find("k")).hasValue(fresh("k", NOON));
        assertThat(triggers().find("other")).isEmpty();
    }

    @Test
    default void aKeyThatIsThereIsAnsweredAndNotReplaced() {
        triggers().begin(fresh("k", NOON));
        triggers().end("k", State.DONE, "blocked");

        var again = triggers().begin(fresh("k", NOON.plusSeconds(1)));

        assertThat(again).hasValueSatisfying(kept -> {
            assertThat(kept.state()).isEqualTo(State.DONE);
            assertThat(kept.detail()).isEqualTo("blocked");
            assertThat(kept.at()).isEqualTo(NOON);
        });
        assertThat(triggers().find("k")).isEqualTo(again);
    }

    @Test
    default void aKeyIsForgottenAfterItsTime() {
        triggers().begin(fresh("old", NOON));
        triggers().begin(fresh("newer", NOON.plusMillis(1)));

        triggers().begin(fresh("now", NOON.plus(Triggers.MEMORY).plusMillis(1)));

        assertThat(triggers().find("old")).isEmpty();
        assertThat(triggers().find("newer")).isPresent();
    }

    @Test
    default void ofManyAtOnceOneBegins() throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var attempts = pool.invokeAll(
                    IntStream.range(0, 20)
                            .mapToObj(_ ->
                                    (Callable<Optional<Kept>>) () -> triggers().begin(fresh("k", NOON)))
                            .toList(),
                    30,
                    TimeUnit.SECONDS);
            var begun = 0;
            for (var attempt : attempts) if (attempt.get().isEmpty()) begun++;
            assertThat(begun).isEqualTo(1);
        }
    }
}
