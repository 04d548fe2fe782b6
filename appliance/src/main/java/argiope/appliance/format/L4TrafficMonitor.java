package argiope.appliance.format;

import org.jspecify.annotations.Nullable;

/// Tells the messages of a WSA's traffic monitor, which are no web transactions. Source: the access-log
/// contract, 2.7.
final class L4TrafficMonitor {
    private static final byte[] INFO = Bytes.of("Info: ");
    private static final byte[] FIREWALL = Bytes.of("Firewall ");
    private static final byte[] DATA_FROM = Bytes.of("data from ");
    private static final byte[] VERSION = Bytes.of("Version: ");
    private static final byte[] OFFSET = Bytes.of("Time offset from UTC");
    private static final byte[] FIREWALL_LIST = Bytes.of(" firewall ");
    private static final byte[] DISCOVERED = Bytes.of(" discovered for ");
    private static final byte[] REMOVED = Bytes.of(" removed from ");

    private L4TrafficMonitor() {}

    /// What becomes of the message in `[from,to)`, or null if it is none of the traffic monitor's.
    static @Nullable LineOutcome outcome(byte[] b, int from, int to) {
        var info = Bytes.find(b, INFO, from, Math.min(to, from + 120));
        var start = info >= 0 ? info + INFO.length : from;
        var word = Bytes.find(b, ' ', start, to);
        if (word < to && Stamps.epoch(b, start, word) != Stamps.NONE) start = Bytes.skip(b, ' ', word, to);
        if (Bytes.starts(b, start, to, FIREWALL) && Bytes.find(b, DATA_FROM, start, to) >= 0)
            return LineOutcome.SKIP_NOT_WEB;
        if (Bytes.starts(b, start, to, VERSION) || Bytes.starts(b, start, to, OFFSET))
            return LineOutcome.SKIP_LOG_HEADER;
        if (Bytes.find(b, FIREWALL_LIST, start, to) >= 0
                && (Bytes.find(b, DISCOVERED, start, to) >= 0 || Bytes.find(b, REMOVED, start, to) >= 0))
            return LineOutcome.SKIP_L4_LIST_CHANGE;
        return null;
    }
}
