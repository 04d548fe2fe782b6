package argiope.lucene.tracking;

import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.RowMatcher;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.UrlText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;

/// The names and forms of what a day's index holds. A change needs a new [#LAYOUT].
final class TrackingFields {
    static final int LAYOUT = 1;

    /// Milliseconds since 1970; doc values with a skip index.
    static final String TIME = "time";
    /// Place in the raw blocks; doc values.
    static final String SEQ = "seq";
    /// Host, labels reversed (`org.example.www`), an address as it is; term.
    static final String HOST = "host";
    /// Registrable domain, else host; sorted doc values.
    static final String DOMAIN = "domain";
    /// Name key, a zero byte, domain key; term and sorted doc values.
    static final String USER = "user";
    /// 16 bytes; term and sorted doc values.
    static final String CLIENT = "client";
    /// 16 bytes; term and sorted doc values.
    static final String SERVER = "server";
    /// Lower-case hexadecimal; term, only where observables are indexed.
    static final String SHA256 = "sha256";
    /// What is asked for by equality and seldom there: a letter and a lower-case value; terms.
    static final String TAG = "tag";
    /// Numbers; doc values.
    static final String STATUS = "status";
    static final String BYTES = "bytes";
    static final String REPUTATION = "reputation";
    static final String DECISION = "decision";
    /// Only of rows longer than a minute; doc values.
    static final String START = "start";

    /// Texts in lower case; sorted doc values.
    static final Map<TextField, String> TEXTS = Map.of(
            TextField.METHOD, "method",
            TextField.MIME, "mime",
            TextField.RESULT_CODE, "result",
            TextField.DEVICE, "device");
    /// Texts that are tags, by their letter.
    static final Map<TextField, Character> TAGS = Map.of(
            TextField.POLICY, 'p',
            TextField.APPLICATION, 'a',
            TextField.APPLICATION_TYPE, 't',
            TextField.MALWARE_NAME, 'm',
            TextField.MALWARE_CATEGORY, 'c',
            TextField.IDENTITY, 'i');
    static final char TAG_CATEGORY = 'u';
    static final char TAG_FILE_NAME = 'f';
    static final char TAG_DECISION = 'd';
    static final BytesRef TAG_LONG = new BytesRef("l");

    /// Longer terms and values are cut here; what is cut is checked against the raw line.
    static final int LONGEST = 4096;

    static final Sort ORDER =
            new Sort(new SortField(TIME, SortField.Type.LONG, true), new SortField(SEQ, SortField.Type.LONG, true));

    private TrackingFields() {}

    static BytesRef term(byte[] bytes) {
        return new BytesRef(bytes, 0, Math.min(bytes.length, LONGEST));
    }

    static BytesRef tag(char letter, String value) {
        return term((letter + value).getBytes(StandardCharsets.UTF_8));
    }

    static String asciiLower(String value) {
        var bytes = value.strip().getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < bytes.length; i++) bytes[i] = UrlText.lower(bytes[i]);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The term of a host.
    static BytesRef host(String host) {
        var bytes = host.getBytes(StandardCharsets.UTF_8);
        if (RowMatcher.address(host).isPresent()) return term(bytes);
        var reversed = new byte[bytes.length];
        reverse(bytes, 0, bytes.length, reversed);
        return term(reversed);
    }

    /// Writes the labels of `host[from,to)` in reverse order.
    static void reverse(byte[] host, int from, int to, byte[] out) {
        var at = 0;
        var end = to;
        for (var i = to - 1; i >= from - 1; i--) {
            if (i >= from && host[i] != '.') continue;
            System.arraycopy(host, i + 1, out, at, end - i - 1);
            at += end - i - 1;
            if (i >= from) out[at++] = '.';
            end = i;
        }
    }

    static long code(Decision decision) {
        return switch (decision) {
            case ALLOW -> 0;
            case BLOCK -> 1;
            case WARN -> 2;
            case REDIRECT -> 3;
            case MONITOR -> 4;
            case ERROR -> 5;
        };
    }

    static Optional<Decision> decision(long code) {
        for (var decision : Decision.values()) if (code(decision) == code) return Optional.of(decision);
        return Optional.empty();
    }

    static long seq(int block, int row) {
        return (long) block << 12 | row;
    }

    static int block(long seq) {
        return (int) (seq >>> 12);
    }

    static int row(long seq) {
        return (int) (seq & 0xfff);
    }
}
