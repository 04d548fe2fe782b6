package argiope.appliance.tracking;

import argiope.core.net.Addresses;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One client request and its answer, as a gateway's log saw it; made only when it is shown.
/// `id` is the public transaction id, stable for the life of the row. Addresses are in canonical text form, `""`
/// absent.
public record Transaction(
        String id,
        Map<TextField, String> texts,
        Map<NumberField, Long> numbers,
        String clientIp,
        String serverIp,
        boolean tunnel,
        Decision decision,
        List<String> categories,
        Map<String, String> extras,
        List<String> flags,
        String rawLine) {
    public Transaction {
        texts = Map.copyOf(texts);
        numbers = Map.copyOf(numbers);
        categories = List.copyOf(categories);
        extras = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extras));
        flags = List.copyOf(flags);
    }

    /// What a row holds now, as a value of its own.
    public static Transaction of(String id, Row row) {
        var texts = new EnumMap<TextField, String>(TextField.class);
        for (var field : TextField.values()) if (row.has(field)) texts.put(field, row.text(field));
        var numbers = new EnumMap<NumberField, Long>(NumberField.class);
        for (var field : NumberField.values()) if (row.has(field)) numbers.put(field, row.number(field));
        var extras = new LinkedHashMap<String, String>();
        for (var i = 0; i < row.extraNames().size(); i++)
            extras.merge(row.extraNames().get(i), row.extraValues().get(i), (a, b) -> a + ", " + b);
        return new Transaction(
                id,
                texts,
                numbers,
                row.hasClient() ? Addresses.text(row.client()) : "",
                row.hasServer() ? Addresses.text(row.server()) : "",
                row.tunnel(),
                row.decision(),
                row.categories(),
                extras,
                row.flags(),
                new String(
                        row.rawArray(),
                        row.rawFrom(),
                        row.rawTo() - row.rawFrom(),
                        java.nio.charset.StandardCharsets.UTF_8));
    }

    public Optional<String> text(TextField field) {
        return Optional.ofNullable(texts.get(field));
    }

    public OptionalLong number(NumberField field) {
        var value = numbers.get(field);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    public Instant time() {
        return Instant.ofEpochMilli(numbers.getOrDefault(NumberField.TIME, 0L));
    }
}
