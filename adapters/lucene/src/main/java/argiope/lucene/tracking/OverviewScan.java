package argiope.lucene.tracking;

import argiope.appliance.report.OverviewSum;
import argiope.appliance.tracking.Decision;
import argiope.core.net.Addresses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.function.Function;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.util.BytesRef;

/// Adds a day's figures up from its doc values: by number in each segment, by name only in the end.
final class OverviewScan {
    private static final int ROWS_BETWEEN_LOOKS = 8192;

    private final OverviewSum sum;
    private final long from;
    private final long to;
    private final long deadline;

    OverviewScan(OverviewSum sum, long from, long to, long deadline) {
        this.sum = sum;
        this.from = from;
        this.to = to;
        this.deadline = deadline;
    }

    /// A name's figures by its number in one segment: transactions, blocked, bytes.
    private static final class Names {
        final SortedDocValues values;
        final long[] figures;

        Names(LeafReader reader, String field) throws IOException {
            values = DocValues.getSorted(reader, field);
            figures = new long[values.getValueCount() * 3];
        }

        int add(int doc, int blocked, long bytes) throws IOException {
            if (!values.advanceExact(doc)) return -1;
            var ord = values.ordValue();
            figures[ord * 3]++;
            figures[ord * 3 + 1] += blocked;
            figures[ord * 3 + 2] += bytes;
            return ord;
        }

        interface Taker {
            void take(String name, long transactions, long blocked, long bytes);
        }

        void into(Taker taker, Function<BytesRef, String> name) throws IOException {
            for (var ord = 0; ord < figures.length / 3; ord++)
                if (figures[ord * 3] > 0)
                    taker.take(
                            name.apply(values.lookupOrd(ord)),
                            figures[ord * 3],
                            figures[ord * 3 + 1],
                            figures[ord * 3 + 2]);
        }
    }

    /// False if the deadline cut it short.
    boolean add(DaySnapshot day) throws IOException {
        for (var leaf : day.index.leaves()) if (!add(leaf.reader())) return false;
        return true;
    }

    private boolean add(LeafReader reader) throws IOException {
        var times = DocValues.getNumeric(reader, TrackingFields.TIME);
        var decisions = DocValues.getNumeric(reader, TrackingFields.DECISION);
        var bytesValues = DocValues.getNumeric(reader, TrackingFields.BYTES);
        var domains = new Names(reader, TrackingFields.DOMAIN);
        var users = new Names(reader, TrackingFields.USER);
        var clients = new Names(reader, TrackingFields.CLIENT);
        var blockedPairs = new HashSet<Long>();
        var live = reader.getLiveDocs();
        var codes = Arrays.stream(Decision.values())
                .sorted(java.util.Comparator.comparingLong(TrackingFields::code))
                .toArray(Decision[]::new);
        var counts = new long[codes.length];
        var bytesOf = new long[codes.length];
        var width = sum.bucketMillis();
        var bucket = Long.MIN_VALUE;
        var complete = true;
        for (var doc = LeafRows.firstBefore(reader, to); doc < reader.maxDoc(); doc++) {
            if (doc % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline >= 0) {
                complete = false;
                break;
            }
            if (live != null && !live.get(doc)) continue;
            times.advanceExact(doc);
            var time = times.longValue();
            if (time < from) break;
            if (time < bucket || time >= bucket + width) {
                flush(bucket, codes, counts, bytesOf);
                bucket = Math.floorDiv(time, width) * width;
            }
            decisions.advanceExact(doc);
            var code = (int) decisions.longValue();
            var bytes = bytesValues.advanceExact(doc) ? bytesValues.longValue() : 0;
            counts[code]++;
            bytesOf[code] += bytes;
            var blocked = codes[code] == Decision.BLOCK ? 1 : 0;
            var domain = domains.add(doc, blocked, bytes);
            var user = users.add(doc, blocked, bytes);
            var client = clients.add(doc, blocked, bytes);
            if (blocked == 1 && domain >= 0) {
                var person = user >= 0 ? user * 2L : client * 2L + 1;
                if (person >= 0) blockedPairs.add((long) domain << 32 | person);
            }
        }
        flush(bucket, codes, counts, bytesOf);
        domains.into(sum::domain, BytesRef::utf8ToString);
        users.into(sum::user, OverviewScan::userName);
        clients.into(sum::client, OverviewScan::address);
        for (var pair : blockedPairs) {
            var domain = domains.values.lookupOrd((int) (pair >>> 32)).utf8ToString();
            var person = pair & 0xffffffffL;
            sum.blocked(
                    domain,
                    person % 2 == 0
                            ? userName(users.values.lookupOrd((int) (person / 2)))
                            : address(clients.values.lookupOrd((int) (person / 2))));
        }
        return complete;
    }

    private void flush(long bucket, Decision[] codes, long[] counts, long[] bytes) {
        for (var code = 0; code < codes.length; code++)
            if (counts[code] > 0) sum.decided(bucket, codes[code], counts[code], bytes[code]);
        Arrays.fill(counts, 0);
        Arrays.fill(bytes, 0);
    }

    private static String userName(BytesRef key) {
        var text = new String(key.bytes, key.offset, key.length, StandardCharsets.UTF_8);
        var zero = text.indexOf('\0');
        return zero < 0 ? text : OverviewSum.userName(text.substring(zero + 1), text.substring(0, zero));
    }

    private static String address(BytesRef value) {
        return Addresses.text(Arrays.copyOfRange(value.bytes, value.offset, value.offset + value.length));
    }
}
