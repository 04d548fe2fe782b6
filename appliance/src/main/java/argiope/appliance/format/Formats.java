package argiope.appliance.format;

import argiope.core.access.Refusal;
import argiope.core.names.PublicSuffixes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The log formats there are, in the order in which they are tried. Immutable, safe for all threads.
public final class Formats {
    private final List<LogFormat> all;

    public Formats(PublicSuffixes suffixes, InstantSource clock) {
        var reading = new Reading(suffixes, clock);
        all = List.of(new SquidFormat(reading));
    }

    /// With the shipped public suffixes and the system's clock.
    public static Formats standard() {
        return new Formats(PublicSuffixes.shipped(), InstantSource.system());
    }

    public List<LogFormat> all() {
        return all;
    }

    public Optional<LogFormat> byId(String id) {
        return all.stream().filter(format -> format.id().equals(id)).findFirst();
    }

    /// A reader for one thread. Throws [Refusal.Invalid] when the context names a format that does not exist, or a
    /// format
    /// text that cannot be compiled; the message says what is wrong with it.
    public LineReader reader(ParseContext context) {
        return byId(context.format())
                .orElseThrow(() -> new Refusal.Invalid(
                        "unknown_format",
                        "There is no log format \"" + context.format() + "\". Known: "
                                + String.join(
                                        ", ", all.stream().map(LogFormat::id).toList()) + "."))
                .reader(context);
    }
}
