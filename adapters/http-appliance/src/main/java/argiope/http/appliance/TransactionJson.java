package argiope.http.appliance;

import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.Transaction;
import argiope.http.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// One transaction as JSON and as a line of CSV, by the names of the access-log contract, 0.1.
final class TransactionJson {
    /// The columns of CSV; a dot reaches into an object.
    private static final List<String> COLUMNS = List.of(
            "time",
            "startTime",
            "duration",
            "clientIp",
            "clientPort",
            "user",
            "authRealm",
            "method",
            "url",
            "scheme",
            "host",
            "domain",
            "port",
            "path",
            "query",
            "isTunnel",
            "serverIp",
            "hierarchyCode",
            "status",
            "resultCode",
            "bytesToClient",
            "bytesFromClient",
            "bytesFromServer",
            "mime",
            "referrer",
            "userAgent",
            "decision",
            "decisionReason",
            "policy",
            "identity",
            "urlCategories",
            "application",
            "applicationType",
            "reputationScore",
            "malware.name",
            "malware.category",
            "malware.verdict",
            "malware.engine",
            "file.name",
            "file.sha256",
            "file.size",
            "file.type",
            "file.verdict",
            "file.threatScore",
            "tls.version",
            "tls.cipher",
            "tls.sni",
            "tls.serverCertSubject",
            "tls.fingerprint",
            "device",
            "flags",
            "transactionId",
            "serialNumber");

    private TransactionJson() {}

    /// `{"attributes":{…}}`; with `whole` also the extras and the raw line.
    static ObjectNode of(Transaction row, String serial, boolean whole) {
        var json = Json.object();
        var attributes = json.putObject("attributes");
        attributes.put("time", Json.time(row.time()));
        for (var field : NumberField.values())
            if (field != NumberField.TIME) number(attributes, field, row.number(field));
        if (!row.clientIp().isEmpty()) attributes.put("clientIp", row.clientIp());
        if (!row.serverIp().isEmpty()) attributes.put("serverIp", row.serverIp());
        for (var field : TextField.values())
            if (isShown(field)) row.text(field).ifPresent(text -> text(attributes, field.wire(), text));
        attributes.put("isTunnel", row.tunnel()).put("decision", row.decision().wire());
        if (!row.categories().isEmpty()) {
            var categories = attributes.putArray("urlCategories");
            row.categories().forEach(categories::add);
        }
        if (!row.flags().isEmpty()) {
            var flags = attributes.putArray("flags");
            row.flags().forEach(flags::add);
        }
        if (whole) {
            if (!row.extras().isEmpty()) {
                var extras = attributes.putObject("extras");
                row.extras().forEach(extras::put);
            }
            attributes.put("rawLine", row.rawLine());
        }
        attributes.put("transactionId", row.id()).put("serialNumber", serial);
        return json;
    }

    private static boolean isShown(TextField field) {
        return field != TextField.USER_KEY && field != TextField.USER_DOMAIN && field != TextField.URL_KEY;
    }

    private static void text(ObjectNode attributes, String wire, String text) {
        var dot = wire.indexOf('.');
        if (dot < 0) attributes.put(wire, text);
        else attributes.withObjectProperty(wire.substring(0, dot)).put(wire.substring(dot + 1), text);
    }

    private static void number(ObjectNode attributes, NumberField field, OptionalLong value) {
        if (value.isEmpty()) return;
        var dot = field.wire().indexOf('.');
        var target = dot < 0
                ? attributes
                : attributes.withObjectProperty(field.wire().substring(0, dot));
        var name = field.wire().substring(dot + 1);
        switch (field) {
            case START_TIME -> target.put(name, Json.time(Instant.ofEpochMilli(value.getAsLong())));
            case REPUTATION_SCORE -> target.put(name, value.getAsLong() / 10.0);
            default -> target.put(name, value.getAsLong());
        }
    }

    static String csvHeader() {
        return String.join(",", COLUMNS) + "\r\n";
    }

    /// A record of RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe before it.
    static String csv(Transaction row, String serial) {
        var values = new LinkedHashMap<String, String>();
        flatten("", of(row, serial, false).withObjectProperty("attributes"), values);
        return COLUMNS.stream()
                        .map(column -> cell(values.getOrDefault(column, "")))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static void flatten(String prefix, ObjectNode node, Map<String, String> values) {
        for (var entry : node.properties()) {
            var name = prefix + entry.getKey();
            switch (entry.getValue()) {
                case ObjectNode object -> flatten(name + ".", object, values);
                case tools.jackson.databind.node.ArrayNode list ->
                    values.put(
                            name,
                            list.valueStream().map(item -> item.asString("")).collect(Collectors.joining("; ")));
                case tools.jackson.databind.node.StringNode text -> values.put(name, guarded(text.stringValue()));
                default -> values.put(name, entry.getValue().asString(""));
            }
        }
    }

    private static String guarded(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String cell(String text) {
        if (text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) return text;
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
