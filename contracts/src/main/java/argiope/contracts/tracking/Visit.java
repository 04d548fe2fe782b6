package argiope.contracts.tracking;

import argiope.appliance.format.LineOutcome;
import argiope.appliance.format.LineReader;
import argiope.appliance.format.ParseContext;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TransactionBatch;
import argiope.core.net.Addresses;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A transaction for tests, as a line of a log format of their own (`name=value` parts with tabs between): it holds
/// every field, so what a store reads again from its raw lines is what was written.
public final class Visit {
    /// The day that times without a date are on.
    public static final String DAY = "2026-03-10";

    private final Map<String, String> parts = new LinkedHashMap<>();

    private Visit() {}

    /// A visit to `host` at `time`: `09:00`, `09:00:01.500` or a full instant.
    public static Visit visit(String host, String time) {
        var visit = new Visit();
        visit.parts.put("time", Long.toString(at(time).toEpochMilli()));
        visit.parts.put("client", "192.0.2.15");
        return visit.put(TextField.METHOD, "GET")
                .url("http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + "/");
    }

    public static Instant at(String time) {
        if (time.indexOf('T') > 0) return Instant.parse(time);
        return Instant.parse(DAY + "T" + (time.length() == 5 ? time + ":00" : time) + "Z");
    }

    private Visit host(String host) {
        put(TextField.HOST, host);
        var labels = host.split("\\.");
        if (labels.length > 1 && Addresses.parse(host).isEmpty())
            put(TextField.DOMAIN, labels[labels.length - 2] + "." + labels[labels.length - 1]);
        return this;
    }

    /// A URL in canonical form, with its host.
    public Visit url(String url) {
        put(TextField.URL, url).put(TextField.URL_KEY, url);
        var rest = url.substring(url.indexOf("://") + 3);
        var slash = rest.indexOf('/');
        var authority = slash < 0 ? rest : rest.substring(0, slash);
        if (authority.startsWith("[")) return host(authority.substring(1, authority.indexOf(']')));
        var colon = authority.lastIndexOf(':');
        return host(colon > 0 ? authority.substring(0, colon) : authority);
    }

    /// A tunnel: host and port, and no URL.
    public Visit tunnel(int port) {
        parts.remove("t." + TextField.URL_KEY);
        parts.put("tunnel", "true");
        return put(TextField.METHOD, "CONNECT").put(NumberField.PORT, port);
    }

    /// A user by the two comparison keys; `domain` may be empty.
    public Visit user(String domain, String name) {
        put(TextField.USER, domain.isEmpty() ? name : domain + "\\" + name);
        put(TextField.USER_KEY, name.toLowerCase(Locale.ROOT));
        return domain.isEmpty() ? this : put(TextField.USER_DOMAIN, domain.toLowerCase(Locale.ROOT));
    }

    public Visit client(String address) {
        parts.put("client", address);
        return this;
    }

    public Visit server(String address) {
        parts.put("server", address);
        return this;
    }

    public Visit decision(Decision decision) {
        parts.put("decision", decision.name());
        return this;
    }

    public Visit category(String name) {
        parts.merge("categories", name, (a, b) -> a + "|" + b);
        return this;
    }

    /// Started so many milliseconds before its time.
    public Visit lasting(long millis) {
        put(NumberField.DURATION, millis);
        return put(NumberField.START_TIME, Long.parseLong(parts.getOrDefault("time", "0")) - millis);
    }

    public Visit put(TextField field, String value) {
        parts.put("t." + field, value);
        return this;
    }

    public Visit put(NumberField field, long value) {
        parts.put("n." + field, Long.toString(value));
        return this;
    }

    String line() {
        var all = new ArrayList<String>();
        parts.forEach((name, value) -> all.add(name + "=" + value));
        return String.join("\t", all);
    }

    public static TransactionBatch batch(Visit... visits) {
        return batch(Arrays.asList(visits));
    }

    public static TransactionBatch batch(List<Visit> visits) {
        var lines = visits.stream()
                .map(v -> v.line().getBytes(StandardCharsets.UTF_8))
                .toList();
        return new TransactionBatch() {
            @Override
            public ParseContext context() {
                return CONTEXT;
            }

            @Override
            public void read(Visitor visitor) {
                var reader = reader(CONTEXT);
                var row = new Row();
                for (var line : lines)
                    if (reader.read(line, 0, line.length, row) == LineOutcome.ACCEPTED) visitor.accept(row);
            }
        };
    }

    private static final ParseContext CONTEXT = new ParseContext("visit", "", ZoneOffset.UTC, false, "gw1", 2026);

    /// Reads the lines of visits; what a store is given to read its raw lines again.
    public static LineReader reader(ParseContext context) {
        return (line, from, to, row) -> {
            row.clear();
            row.raw(line, from, to);
            row.put(TextField.DEVICE, context.device());
            for (var part : new String(line, from, to - from, StandardCharsets.UTF_8).split("\t")) {
                var equals = part.indexOf('=');
                if (equals < 0) return LineOutcome.REJECT_TOO_FEW_FIELDS;
                var name = part.substring(0, equals);
                var value = part.substring(equals + 1);
                switch (name) {
                    case "time" -> row.put(NumberField.TIME, Long.parseLong(value));
                    case "client" ->
                        row.hasClient(Addresses.parse(
                                value.getBytes(StandardCharsets.UTF_8), 0, value.length(), row.client()));
                    case "server" ->
                        row.hasServer(Addresses.parse(
                                value.getBytes(StandardCharsets.UTF_8), 0, value.length(), row.server()));
                    case "decision" -> row.decision(Decision.valueOf(value));
                    case "tunnel" -> row.tunnel(true);
                    case "categories" -> List.of(value.split("\\|")).forEach(row::category);
                    default -> {
                        if (name.startsWith("t.")) row.put(TextField.valueOf(name.substring(2)), value);
                        else row.put(NumberField.valueOf(name.substring(2)), Long.parseLong(value));
                    }
                }
            }
            return LineOutcome.ACCEPTED;
        };
    }
}
