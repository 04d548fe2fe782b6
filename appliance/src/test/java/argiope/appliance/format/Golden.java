package argiope.appliance.format;

import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import argiope.core.names.PublicSuffixes;
import argiope.core.net.Addresses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// One golden case: settings (`# name: value`), lines, a line of dashes, what each becomes.
record Golden(String name, ParseContext context, List<byte[]> lines, String expected) {
    /// All cases are read as of this moment.
    static final Instant NOW = Instant.parse("2025-11-25T00:00:00Z");

    static final Formats FORMATS = new Formats(PublicSuffixes.shipped(), InstantSource.fixed(NOW));
    private static final String DASHES = "\n----------\n";

    static Golden read(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.UTF_8);
        var cut = text.indexOf(DASHES);
        if (cut < 0) throw new IOException(file + " has no line of dashes");
        var folder = file.getName(file.getNameCount() - 2).toString();
        var format = folder;
        var formatText = "";
        var zone = (ZoneId) ZoneOffset.UTC;
        var whitespace = false;
        var lines = new ArrayList<byte[]>();
        for (var line : text.substring(0, cut).split("\n")) {
            if (line.startsWith("# format: ")) format = line.substring(10);
            else if (line.startsWith("# logformat: ")) formatText = line.substring(13);
            else if (line.startsWith("# zone: ")) zone = ZoneId.of(line.substring(8));
            else if (line.equals("# uri_whitespace: allow")) whitespace = true;
            else lines.add(line.replace("<NUL>", "\0").getBytes(StandardCharsets.UTF_8));
        }
        var context = new ParseContext(format, formatText, zone, whitespace, "", 2025);
        return new Golden(folder + "/" + file.getFileName(), context, lines, text.substring(cut + DASHES.length()));
    }

    String actual() {
        var reader = FORMATS.reader(context);
        var text = new StringBuilder();
        for (var line : lines) {
            if (!text.isEmpty()) text.append('\n');
            text.append(become(reader, line));
        }
        return text.toString();
    }

    /// What a line becomes, in words.
    static String become(LineReader reader, byte[] line) {
        var row = new Row();
        var outcome = reader.read(line, 0, line.length, row);
        var text = new StringBuilder(outcome.kind().name().toLowerCase(java.util.Locale.ROOT));
        if (outcome != LineOutcome.ACCEPTED)
            return text.append(": ").append(outcome.wire()).append('\n').toString();
        text.append("\ndecision: ").append(row.decision().wire()).append('\n');
        for (var field : NumberField.values())
            if (row.has(field))
                text.append(field.wire())
                        .append(": ")
                        .append(field == NumberField.TIME ? Instant.ofEpochMilli(row.number(field)) : row.number(field))
                        .append('\n');
        if (row.hasClient())
            text.append("clientIp: ").append(Addresses.text(row.client())).append('\n');
        if (row.hasServer())
            text.append("serverIp: ").append(Addresses.text(row.server())).append('\n');
        if (row.tunnel()) text.append("tunnel\n");
        for (var field : TextField.values())
            if (row.has(field))
                text.append(field.wire()).append(": ").append(row.text(field)).append('\n');
        for (var category : row.categories())
            text.append("category: ").append(category).append('\n');
        for (var i = 0; i < row.extraNames().size(); i++)
            text.append("extra ")
                    .append(row.extraNames().get(i))
                    .append(": ")
                    .append(row.extraValues().get(i))
                    .append('\n');
        for (var flag : row.flags()) text.append("flag: ").append(flag).append('\n');
        var raw = new String(row.rawArray(), row.rawFrom(), row.rawTo() - row.rawFrom(), StandardCharsets.UTF_8);
        if (!raw.equals(new String(line, StandardCharsets.UTF_8)))
            text.append("raw: ").append(raw).append('\n');
        return text.toString();
    }

    /// Writes what the lines of the files named become, for a person to judge before it is kept.
    public static void main(String[] files) throws IOException {
        for (var file : files) {
            var path = Path.of(file);
            var text = Files.readString(path, StandardCharsets.UTF_8);
            var cut = text.indexOf(DASHES);
            if (cut < 0) Files.writeString(path, text.stripTrailing() + DASHES, StandardCharsets.UTF_8);
            var golden = read(path);
            Files.writeString(
                    path,
                    (cut < 0 ? text.stripTrailing() : text.substring(0, cut)) + DASHES + golden.actual(),
                    StandardCharsets.UTF_8);
        }
    }
}
