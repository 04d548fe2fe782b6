package argiope.appliance.ingest;

import argiope.appliance.format.FormatDetector;
import argiope.appliance.format.ParseContext;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How one source's lines are read: as set, or found out from its first lines and then kept.
/// Owned by the source's reader.
final class FormatChoice {
    static final String AUTO = "auto";
    static final String LOGFORMAT = "logformat";
    private static final int LONGEST_SAMPLE = 16 << 10;

    private final FormatFinder finder;
    private final Setting setting;
    private final ZoneId zone;
    private final List<byte[]> sample = new ArrayList<>();
    private ParseContext context;
    private Optional<String> notice = Optional.empty();
    private boolean settled;

    /// @param text the pasted `logformat`, or empty
    record Setting(String format, String text, String zone, boolean uriWhitespaceAllowed, String device) {}

    /// The setting cannot be used; the message says why.
    static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    FormatChoice(FormatFinder finder, Setting setting, int year) {
        this.finder = finder;
        this.setting = setting;
        try {
            zone = ZoneId.of(setting.zone().isBlank() ? "UTC" : setting.zone());
        } catch (DateTimeException e) {
            throw new Unusable("The zone " + setting.zone() + " is not known");
        }
        if (setting.format().equals(AUTO)) {
            context = context("", year);
        } else {
            context = context(setting.format(), year);
            settled = true;
            try {
                finder.reader(context);
            } catch (RuntimeException e) {
                throw new Unusable(String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
            }
        }
    }

    private ParseContext context(String format, int year) {
        return new ParseContext(
                format,
                format.equals(LOGFORMAT) ? setting.text() : "",
                zone,
                setting.uriWhitespaceAllowed(),
                setting.device(),
                year);
    }

    /// Goes on with what was found out before.
    void restore(String detected, boolean wasSettled, int year) {
        if (!setting.format().equals(AUTO) || detected.isEmpty()) return;
        var before = context(detected, year);
        try {
            finder.reader(before);
        } catch (RuntimeException e) {
            return; // a format that is no more: find out anew
        }
        context = before;
        settled = wasSettled;
    }

    /// How to read these lines, the next of the source; an empty format when none reads them.
    ParseContext context(byte[] bytes, int from, int to, int year) {
        if (!settled) {
            look(bytes, from, to);
            if (!sample.isEmpty()) {
                var found = finder.detect(sample, context);
                context = context(found.lead().isEmpty() ? "" : found.format(), year);
                notice = found.notice();
                settled = sample.size() >= FormatDetector.SAMPLE_LINES;
            }
        }
        if (context.arrivalYear() != year) context = context(context.format(), year);
        return context;
    }

    private void look(byte[] bytes, int from, int to) {
        for (var at = from; at < to && sample.size() < FormatDetector.SAMPLE_LINES; ) {
            var feed = Bytes.lineFeed(bytes, at, to);
            var end = feed < 0 ? to : feed;
            if (end > at && bytes[end - 1] == '\r') end--;
            if (!Bytes.blank(bytes, at, end))
                sample.add(Arrays.copyOfRange(bytes, at, Math.min(end, at + LONGEST_SAMPLE)));
            at = feed < 0 ? to : feed + 1;
        }
    }

    /// Looks at the next lines anew: the source has begun to write something else.
    void again() {
        if (!setting.format().equals(AUTO)) return;
        settled = false;
        sample.clear();
    }

    boolean settled() {
        return settled;
    }

    /// What a person should know about what was found.
    Optional<String> notice() {
        return notice;
    }

    /// What was found out, `""` when the format was set or nothing was found: the leading format and those tried after
    /// it,
    /// joined by `+`.
    String detected() {
        return setting.format().equals(AUTO) ? context.format() : "";
    }

    /// Why nothing was found.
    String nothingFound() {
        var binary = sample.stream().anyMatch(FormatChoice::binary);
        return "None of its first " + sample.size() + " lines is read by a known format"
                + (binary
                        ? "; it looks like a binary file, not a log"
                        : ". Set the source's format, or paste its format text");
    }

    private static boolean binary(byte[] line) {
        var odd = 0;
        for (var b : line) if (b >= 0 && b < ' ' && b != '\t') odd++;
        return odd * 20 > line.length;
    }
}
