package argiope.http.platform.enrich;

import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Observables as they are sent: a list of `{"type","value"}`, within bounds.
public final class ObservablesJson {
    public static final int MOST = 1_000;
    public static final int LONGEST = 20_000;

    private ObservablesJson() {}

    /// @throws Refusal.Invalid naming the place of the fault
    public static List<Observable> read(JsonNode body) {
        if (!body.isArray())
            throw new Refusal.Invalid(
                    "bad-observables", "A list of observables is expected: [{\"type\":\"domain\",\"value\":\"…\"}].");
        if (body.size() > MOST)
            throw new Refusal.Invalid(
                    "too-many-observables",
                    "There are " + body.size() + " observables; at most " + MOST + " are taken at once.");
        var observables = new ArrayList<Observable>(body.size());
        for (var i = 0; i < body.size(); i++) {
            var place = "Observable " + (i + 1);
            var json = body.get(i);
            if (!json.isObject()) throw new Refusal.Invalid("bad-observable", place + " is no object.");
            observables.add(observable(place, text(place, json, "type"), text(place, json, "value")));
        }
        return List.copyOf(observables);
    }

    private static String text(String place, JsonNode json, String field) {
        var value = json.get(field);
        if (value == null || value.isNull())
            throw new Refusal.Invalid("bad-observable", place + " has no '" + field + "'.");
        if (!value.isString()) throw new Refusal.Invalid("bad-observable", place + ": '" + field + "' must be text.");
        return value.stringValue();
    }

    /// @param place how the one who asked finds it again
    public static Observable observable(String place, String type, String value) {
        var known = ObservableType.of(type.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new Refusal.Invalid(
                        "bad-observable",
                        place + ": there is no type '" + (type.length() > 40 ? type.substring(0, 40) + "…" : type)
                                + "'."));
        if (value.isBlank()) throw new Refusal.Invalid("bad-observable", place + ": the value is empty.");
        if (value.length() > LONGEST)
            throw new Refusal.Invalid(
                    "observable-too-long",
                    place + ": the value has " + value.length() + " characters; at most " + LONGEST + " are taken.");
        return new Observable(known, value);
    }
}
