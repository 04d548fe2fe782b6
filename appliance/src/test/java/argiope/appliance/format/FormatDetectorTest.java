package argiope.appliance.format;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FormatDetectorTest {
    private static final String SQUID =
            "1764000001.120    187 192.0.2.15 TCP_MISS/200 14820 GET http://www.example.org/a alice HIER_DIRECT/198.51.100.7 text/html";
    private static final String WSA =
            "1764000001.120 187 192.0.2.15 TCP_MISS/200 14820 GET http://www.example.org/a - DIRECT/www.example.org text/html DEFAULT_CASE_11-DefaultGroup-Staff-NONE-NONE-NONE-DefaultGroup <-> -";
    private static final String COMBINED =
            "192.0.2.15 - alice [24/Nov/2025:16:00:01 +0000] \"GET http://www.example.org/a HTTP/1.1\" 200 5123 \"-\" \"UA\" TCP_MISS:HIER_DIRECT";
    private static final ParseContext SETTINGS = new ParseContext("", "", ZoneOffset.UTC, false, "", 2025);

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static Detection detect(String... lines) {
        return new FormatDetector(Golden.FORMATS)
                .detect(Stream.of(lines).map(FormatDetectorTest::bytes).toList(), SETTINGS);
    }

    @Test
    void tellsTheFormatsApartThoughTheirFirstFieldsAreAlike() {
        assertThat(detect(SQUID, "", SQUID).lead()).isEqualTo("squid");
        assertThat(detect("#Fields: x", WSA, WSA).lead()).isEqualTo("wsa");
        assertThat(detect(COMBINED).lead()).isEqualTo("squid-combined");
        assertThat(detect(SQUID).share()).isEqualTo(1);
        assertThat(detect(SQUID).notice()).isEmpty();
    }

    @Test
    void looksThroughSyslogEnvelopes() {
        assertThat(detect("<166>Nov 24 16:00:01 proxy1 squid[321]: " + SQUID).lead())
                .isEqualTo("squid");
    }

    @Test
    void readsALineOfAnotherFormatWithTheNextThatBearsItsSign() {
        var detection = detect(SQUID, SQUID, SQUID, SQUID, COMBINED);
        var reader = Golden.FORMATS.reader(new ParseContext(detection.format(), "", ZoneOffset.UTC, false, "", 2025));
        var row = new Row();

        assertThat(detection.lead()).isEqualTo("squid");
        for (var line : List.of(SQUID, COMBINED, WSA)) {
            assertThat(reader.read(bytes(line), 0, bytes(line).length, row)).isEqualTo(LineOutcome.ACCEPTED);
            assertThat(row.text(TextField.HOST)).isEqualTo("www.example.org");
        }
        assertThat(reader.read(bytes("hello"), 0, 5, row)).isEqualTo(LineOutcome.REJECT_UNKNOWN_FORMAT);
    }

    @Test
    void saysSoWhenNoFormatOrOnlySomeLinesFit() {
        var none = detect("once upon a time", "there was no log");
        var some = detect(SQUID, "x", "y");

        assertThat(none.lead()).isEmpty();
        assertThat(none.notice())
                .hasValueSatisfying(notice -> assertThat(notice).contains("No known format"));
        assertThat(some.lead()).isEqualTo("squid");
        assertThat(some.notice())
                .hasValueSatisfying(notice -> assertThat(notice).contains("33 %"));
    }

    @Test
    void readsAnEmptySampleAsNothing() {
        assertThat(detect().lead()).isEmpty();
    }

    @Test
    void splitsARecordThatWasCutWithANul() {
        var reader = Golden.FORMATS.reader(new ParseContext("squid", "", ZoneOffset.UTC, false, "", 2025));
        var cut = SQUID.substring(0, 80);
        var line = bytes(cut + "\0" + SQUID);
        var row = new Row();

        var at = reader.split(line, 0, line.length);

        assertThat(at).isEqualTo(81);
        assertThat(reader.read(line, 0, at, row)).isEqualTo(LineOutcome.ACCEPTED);
        assertThat(row.flags()).contains("truncated");
        assertThat(reader.read(line, at, line.length, row)).isEqualTo(LineOutcome.ACCEPTED);
        assertThat(row.text(TextField.USER)).isEqualTo("alice");
        assertThat(reader.split(bytes(SQUID), 0, SQUID.length())).isEqualTo(-1);
    }
}
