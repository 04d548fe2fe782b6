package argiope.appliance.format;

import argiope.appliance.tracking.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds out the format of a log from its first lines. Each format gets the share of lines that it reads fully
/// or skips by a rule; the best leads, ties by order. Below four fifths there is a notice, and lines are tried
/// with the best three all the same. Source: the access-log contract, 11.
public final class FormatDetector {
    /// How many non-blank lines make a sample.
    public static final int SAMPLE_LINES = 200;

    private static final double ENOUGH = 0.8;
    private static final int CHAIN = 3;
    private final Formats formats;

    public FormatDetector(Formats formats) {
        this.formats = formats;
    }

    private record Score(LogFormat format, double share) {}

    /// Looks at the first [#SAMPLE_LINES] non-blank lines. `settings` gives zone, device and the rest; its
    /// format is not looked at.
    public Detection detect(List<byte[]> lines, ParseContext settings) {
        var scores = new ArrayList<Score>();
        for (var format : formats.all()) if (format.isTold()) scores.add(score(format, lines, settings));
        scores.sort(Comparator.comparingDouble(Score::share).reversed());
        var best = scores.getFirst();
        var chain = String.join(
                "+", scores.stream().limit(CHAIN).map(s -> s.format().id()).toList());
        if (best.share() >= ENOUGH) return new Detection(chain, best.format().id(), best.share(), Optional.empty());
        var notice = best.share() == 0
                ? "No known format reads this log. Choose its format in the source, or paste its logformat line."
                : String.format(
                        Locale.ROOT,
                        "Only %.0f %% of the first lines read fully as %s. Lines are tried one by one; choose the format"
                                + " in the source if that is wrong.",
                        best.share() * 100,
                        best.format().title());
        return new Detection(chain, best.share() == 0 ? "" : best.format().id(), best.share(), Optional.of(notice));
    }

    private static Score score(LogFormat format, List<byte[]> lines, ParseContext settings) {
        var reader = format.reader(new ParseContext(
                format.id(),
                settings.formatText(),
                settings.zone(),
                settings.uriWhitespaceAllowed(),
                settings.device(),
                settings.arrivalYear()));
        var envelope = new SyslogEnvelope();
        var row = new Row();
        var seen = 0;
        var good = 0;
        for (var line : lines) {
            var outcome = reader.read(line, 0, line.length, row);
            if (outcome == LineOutcome.SKIP_BLANK) continue;
            if (seen == SAMPLE_LINES) break;
            seen++;
            if (outcome.kind() == LineOutcome.Kind.REJECTED || row.flags().contains("truncated")) continue;
            if (format.bears(line, envelope.peel(line, 0, line.length), line.length)) good++;
        }
        return new Score(format, seen == 0 ? 0 : (double) good / seen);
    }
}
