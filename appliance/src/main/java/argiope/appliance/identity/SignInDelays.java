package argiope.appliance.identity;

import argiope.core.access.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Slows down who guesses passwords: after some failures in a row each further one doubles a delay, up to
/// five minutes. Counted for a login from one address, and for a login from anywhere with more patience, so
/// that a stranger cannot easily keep a person out. Unknown logins are counted alike. In memory, bounded.
final class SignInDelays {
    private static final int FREE_FROM_ONE_ADDRESS = 5;
    private static final int FREE_FROM_ANYWHERE = 30;
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration FORGET_AFTER = Duration.ofMinutes(30);
    private static final int MAX_KEYS = 50_000;

    private record Failures(int count, Instant last, Instant openAgain) {}

    private record Key(String text, int free) {}

    private final Clock clock;
    private final SequencedMap<String, Failures> failures = new LinkedHashMap<>();

    SignInDelays(Clock clock) {
        this.clock = clock;
    }

    private static List<Key> keys(String login, String address) {
        return List.of(new Key(login + "\n" + address, FREE_FROM_ONE_ADDRESS), new Key(login, FREE_FROM_ANYWHERE));
    }

    /// Throws [Refusal.TooMany] `slow-down` while a delay runs.
    synchronized void check(String login, String address) {
        var now = clock.instant();
        for (var key : keys(login, address)) {
            var known = failures.get(key.text());
            if (known != null && now.isBefore(known.openAgain())) {
                var seconds = Math.max(
                        1,
                        Duration.between(now, known.openAgain()).plusMillis(999).toSeconds());
                throw new Refusal.TooMany(
                        "slow-down", "Too many wrong passwords. Try again in " + seconds + " s.", seconds);
            }
        }
    }

    synchronized void failed(String login, String address) {
        var now = clock.instant();
        for (var key : keys(login, address)) {
            var known = failures.remove(key.text());
            var count = known == null || known.last().plus(FORGET_AFTER).isBefore(now) ? 1 : known.count() + 1;
            var beyond = count - key.free();
            var delay = beyond < 0 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(beyond, 9));
            if (delay.compareTo(MOST) > 0) delay = MOST;
            failures.put(key.text(), new Failures(count, now, now.plus(delay)));
        }
        while (failures.size() > MAX_KEYS) failures.pollFirstEntry();
    }

    synchronized void succeeded(String login, String address) {
        for (var key : keys(login, address)) failures.remove(key.text());
    }

    /// For tests.
    synchronized Map<String, Integer> counts() {
        var counts = new LinkedHashMap<String, Integer>();
        failures.forEach((key, value) -> counts.put(key, value.count()));
        return counts;
    }
}
