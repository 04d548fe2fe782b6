package argiope.appliance.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import argiope.core.net.Addresses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Lines that other people's gateways wrote. Their labels are hints: each difference from ours is listed here
/// with its reason, and a difference that is not listed fails. The files lie beside the project and are not
/// part of it.
class SharedLogsTest {
    private static final ParseContext SETTINGS = new ParseContext("", "", ZoneOffset.UTC, false, "", 2025);
    private static final Formats FORMATS = Formats.standard();

    /// File, line (from 1), field: why our reading differs.
    private static final Map<String, String> REASONS = new TreeMap<>(Map.of(
            "squid.labelled.jsonl:1 outcome",
            "no format of Squid's: a `[dd/MM/yyyy hh:mm:ss]` stamp without zone and no result code; rejected unknown-format",
            "squid.labelled.jsonl:2 outcome",
            "the same format; rejected unknown-format",
            "squid.labelled.jsonl:7 outcome",
            "a connection closed before any request (error:transaction-end-before-headers): skipped no-request",
            "squid.labelled.jsonl:8 status",
            "000 says that no status was sent: absent, not 0"));

    private static Path shared(String file) {
        var folder = System.getProperty("argiope.shared", "");
        assumeTrue(!folder.isEmpty(), "skipped: the property argiope.shared names no folder of sample logs");
        var path = Path.of(folder, "data", "logs", file);
        assumeTrue(Files.exists(path), "skipped: " + path + " does not exist");
        return path;
    }

    private record Labelled(byte[] raw, JsonNode expected) {}

    private static List<Labelled> labelled(String file) throws IOException {
        var json = new ObjectMapper();
        var lines = new ArrayList<Labelled>();
        for (var line : Files.readAllLines(shared(file), StandardCharsets.UTF_8)) {
            if (line.isBlank()) continue;
            var node = json.readTree(line);
            lines.add(new Labelled(node.get("raw").asString().getBytes(StandardCharsets.UTF_8), node.get("expected")));
        }
        return lines;
    }

    @Test
    void readsTheSquidLinesAsLabelledButForStatedReasons() throws IOException {
        compare("squid.labelled.jsonl", "squid");
    }

    @Test
    void readsTheWsaLinesAsLabelledButForStatedReasons() throws IOException {
        compare("wsa.labelled.jsonl", "wsa");
    }

    private static void compare(String file, String lead) throws IOException {
        var lines = labelled(file);
        var detection = new FormatDetector(FORMATS)
                .detect(lines.stream().map(Labelled::raw).toList(), SETTINGS);
        assertThat(detection.lead()).isEqualTo(lead);
        var reader = FORMATS.reader(new ParseContext(detection.format(), "", ZoneOffset.UTC, false, "", 2025));
        var differences = new TreeMap<String, String>();
        var ledger = new EnumMap<LineOutcome.Kind, Integer>(LineOutcome.Kind.class);
        var row = new Row();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var outcome = reader.read(line.raw(), 0, line.raw().length, row);
            ledger.merge(outcome.kind(), 1, Integer::sum);
            var place = file + ":" + (i + 1) + " ";
            if (outcome != LineOutcome.ACCEPTED) {
                differences.put(place + "outcome", outcome.wire());
                continue;
            }
            var ours = ours(row);
            labels(line.expected()).forEach((field, label) -> {
                var value = ours.getOrDefault(field, "");
                if (!value.equals(label)) differences.put(place + field, value + " (label: " + label + ")");
            });
        }
        assertThat(ledger.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(lines.size());
        var expected = new TreeMap<String, String>();
        REASONS.forEach((place, reason) -> {
            if (place.startsWith(file)) expected.put(place, reason);
        });
        assertThat(differences.keySet()).as("%s", differences).isEqualTo(expected.keySet());
    }

    private static Map<String, String> ours(Row row) {
        var ours = new LinkedHashMap<String, String>();
        ours.put("url", row.text(TextField.URL));
        ours.put("host", row.text(TextField.HOST));
        ours.put("client", Addresses.text(row.client()));
        ours.put("user", row.text(TextField.USER));
        ours.put("status", row.has(NumberField.STATUS) ? Long.toString(row.number(NumberField.STATUS)) : "");
        ours.put("method", row.text(TextField.METHOD));
        ours.put(
                "bytes",
                row.has(NumberField.BYTES_TO_CLIENT) ? Long.toString(row.number(NumberField.BYTES_TO_CLIENT)) : "");
        ours.put("sha256", row.text(TextField.FILE_SHA256));
        ours.put("decision", row.decision().wire());
        ours.put("domain", row.text(TextField.DOMAIN));
        ours.put("port", row.has(NumberField.PORT) ? Long.toString(row.number(NumberField.PORT)) : "");
        ours.put("mime", row.text(TextField.MIME));
        return ours;
    }

    /// The label's words for our fields; what it does not say is not compared.
    private static Map<String, String> labels(JsonNode expected) {
        var labels = new LinkedHashMap<String, String>();
        put(labels, "url", expected, "/url/original");
        put(labels, "host", expected, "/url/domain");
        if (!labels.containsKey("host")) put(labels, "host", expected, "/destination/address");
        put(labels, "client", expected, "/source/ip");
        put(labels, "user", expected, "/user/name");
        put(labels, "status", expected, "/http/response/status_code");
        put(labels, "method", expected, "/http/request/method");
        put(labels, "bytes", expected, "/http/response/bytes");
        put(labels, "sha256", expected, "/file/hash/sha256");
        put(labels, "domain", expected, "/url/registered_domain");
        if (!labels.containsKey("url")) put(labels, "domain", expected, "/destination/registered_domain");
        put(labels, "port", expected, "/url/port");
        put(labels, "mime", expected, "/http/response/mime_type");
        var types = expected.at("/event/type").toString();
        labels.put("decision", types.contains("denied") ? "block" : types.contains("error") ? "error" : "allow");
        return labels;
    }

    private static void put(Map<String, String> labels, String field, JsonNode expected, String pointer) {
        var node = expected.at(pointer);
        if (!node.isMissingNode() && !node.isNull()) labels.put(field, node.asString());
    }

    @Test
    void accountsForEveryLineOfTheWsaFile() throws IOException {
        var lines = Files.readAllLines(shared("wsa-access.log"), StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        var detection = new FormatDetector(FORMATS).detect(lines, SETTINGS);
        var reader = FORMATS.reader(new ParseContext(detection.format(), "", ZoneOffset.UTC, false, "", 2025));
        var row = new Row();
        var outcomes = new TreeMap<String, Integer>();
        for (var line : lines)
            outcomes.merge(reader.read(line, 0, line.length, row).wire(), 1, Integer::sum);

        assertThat(detection.lead()).isEqualTo("wsa");
        assertThat(outcomes).isEqualTo(Map.of("accepted", lines.size() - 3, "template-residue", 3));
    }
}
