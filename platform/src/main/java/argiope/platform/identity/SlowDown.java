package argiope.platform.identity;

import argiope.core.access.Refusal;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Makes guessing passwords slow: after a few failures each further try has to wait, twice as long each time up
/// to a limit. An attempt counts as failed from its start until it is known to be good, so that many at once
/// gain nothing. A stranger can therefore delay a person, by a minute at most, but not lock them out. Remembers
/// a bounded number of names, the last day.
final class SlowDown {
    private record Tries(int failed, Instant notBefore) {}

    private final Clock clock;
    private final int free;
    private final Duration longest;
    private final Cache<String, Tries> tries;

    SlowDown(Clock clock, int free, Duration longest) {
        this.clock = clock;
        this.free = free;
        this.longest = longest;
        this.tries = Caffeine.newBuilder()
                .maximumSize(50_000)
                .expireAfterWrite(Duration.ofDays(1))
                .build();
    }

    /// Counts an attempt, or refuses it with the seconds to wait.
    void attempt(String name) {
        var now = clock.instant();
        tries.asMap().compute(name, (_, before) -> {
            if (before == null) return new Tries(1, now);
            if (now.isBefore(before.notBefore))
                throw new Refusal.TooMany(
                        "slow-down",
                        "Too many failed attempts. Wait a moment, then try again.",
                        Math.max(
                                1,
                                Duration.between(now, before.notBefore)
                                        .plusMillis(999)
                                        .toSeconds()));
            var failed = before.failed + 1;
            var wait = failed < free ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(20, failed - free));
            return new Tries(failed, now.plus(wait.compareTo(longest) > 0 ? longest : wait));
        });
    }

    /// The attempt was good: all is forgiven.
    void succeeded(String name) {
        tries.invalidate(name);
    }
}
