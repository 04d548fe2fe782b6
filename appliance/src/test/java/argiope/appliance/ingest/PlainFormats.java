package argiope.appliance.ingest;

import argiope.appliance.format.Detection;
import argiope.appliance.format.LineOutcome;
import argiope.appliance.format.LineReader;
import argiope.appliance.format.ParseContext;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The simplest formats for tests: `WORD TEXT` is a transaction of the format whose word it is; `#` begins a directive.
/// A NUL followed by the word begins a second record.
final class PlainFormats implements FormatFinder {
    private static final String SAMPLING = "sampling";
    static final long TIME = 1_764_000_000_000L;

    private static final List<String> IDS = List.of("visit", "other");

    @Override
    public LineReader reader(ParseContext context) {
        var words = List.of(context.format().split("\\+", -1));
        for (var word : words)
            if (!IDS.contains(word)) throw new IllegalArgumentException("There is no log format \"" + word + "\".");
        return new Reader(words, context.device().equals(SAMPLING));
    }

    @Override
    public Detection detect(List<byte[]> lines, ParseContext settings) {
        var best = IDS.stream()
                .max(Comparator.comparingDouble(id -> share(id, lines)))
                .orElseThrow();
        var share = share(best, lines);
        var chain = best + "+" + (best.equals("visit") ? "other" : "visit");
        return share == 0
                ? new Detection(chain, "", 0, Optional.of("No known format reads this log."))
                : new Detection(
                        chain,
                        best,
                        share,
                        share < 0.8 ? Optional.of("Lines are tried one by one.") : Optional.empty());
    }

    private static double share(String id, List<byte[]> lines) {
        var reader = new Reader(List.of(id), true);
        var row = new Row();
        return lines.stream()
                        .filter(line -> reader.read(line, 0, line.length, row).kind() != LineOutcome.Kind.REJECTED)
                        .count()
                / (double) lines.size();
    }

    private record Reader(List<String> words, boolean sampling) implements LineReader {
        @Override
        public LineOutcome read(byte[] line, int from, int to, Row row) {
            row.clear();
            var masked = Secrets.masked(line, from, to);
            row.raw(masked, 0, masked.length);
            var text = new String(masked, StandardCharsets.UTF_8);
            if (text.startsWith("#")) return LineOutcome.SKIP_DIRECTIVE;
            if (words.stream().noneMatch(word -> text.startsWith(word + " "))) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            if (text.contains("thrown") && !sampling) throw new IllegalStateException("a format with a bug");
            row.put(NumberField.TIME, text.contains("ancient") ? 1 : TIME);
            if (text.contains("faulty")) row.flag("field:status");
            return LineOutcome.ACCEPTED;
        }

        @Override
        public int split(byte[] line, int from, int to) {
            var text = new String(line, from, to - from, StandardCharsets.ISO_8859_1);
            var at = text.indexOf("\0" + words.getFirst() + " ", 1);
            return at < 0 ? -1 : from + at + 1;
        }
    }
}
