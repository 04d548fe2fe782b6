package argiope.appliance.format;

import argiope.core.access.Refusal;
import argiope.core.names.PublicSuffixes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The log formats there are, in the order in which they are tried. Immutable, safe for all threads.
public final class Formats {
    /// In place of a format's id: every format that can be told by its sign, in order.
    public static final String AUTO = "auto";

    private final List<LogFormat> all;

    public Formats(PublicSuffixes suffixes, InstantSource clock) {
        var reading = new Reading(suffixes, clock);
        all = List.of(
                new WsaFormat(reading),
                new SquidFormat(reading),
                new SquidCommonFormat(reading),
                new LogformatFormat(reading));
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

    /// A reader for one thread. The context's format is an id, or several joined by `+` (the first leads; what
    /// it rejects is tried with the others whose sign the line bears), or [#AUTO]. Throws [Refusal.Invalid] when
    /// there is no such format, or the format text cannot be compiled; the message says what is wrong with it.
    public LineReader reader(ParseContext context) {
        var formats = new ArrayList<LogFormat>();
        if (context.format().equals(AUTO)) {
            for (var format : all) if (format.isTold()) formats.add(format);
        } else {
            for (var id : context.format().split("\\+", -1)) formats.add(byId(id).orElseThrow(() -> unknown(id)));
        }
        if (formats.size() == 1) return formats.getFirst().reader(context);
        return new ChainedReader(
                formats, formats.stream().map(format -> format.reader(context)).toList());
    }

    private Refusal.Invalid unknown(String id) {
        return new Refusal.Invalid(
                "unknown_format",
                "There is no log format \"" + id + "\". Known: "
                        + String.join(", ", all.stream().map(LogFormat::id).toList()) + ".");
    }
}
