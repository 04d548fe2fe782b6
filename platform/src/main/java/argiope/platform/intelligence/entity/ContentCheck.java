package argiope.platform.intelligence.entity;

import argiope.platform.intelligence.entity.Shape.Rule;
import argiope.platform.intelligence.entity.Shape.Structure;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The second layer of checking, of values that passed [ShapeCheck]: lengths, addresses, ids, times and what must hold
/// between them. Each fault is a line that starts with the path of the field.
public final class ContentCheck {
    private static final Pattern SLUG = Pattern.compile("[0-9a-z_-]*");
    private static final String KILL_CHAIN = "lockheed-martin-cyber-kill-chain";
    private static final Set<String> KILL_CHAIN_PHASES = Set.of(
            "reconnaissance",
            "weaponization",
            "delivery",
            "exploitation",
            "installation",
            "command-and-control",
            "actions-on-objective");
    private static final int MOST_FAULTS = 20;

    private final List<String> faults = new ArrayList<>();

    private ContentCheck() {}

    public static List<String> faults(JsonNode value, EntityDescription description) {
        return faults(value, description.shape(), "");
    }

    public static List<String> faults(JsonNode value, Shape shape, String path) {
        var check = new ContentCheck();
        check.look(value, shape, path);
        return check.faults;
    }

    private void say(String path, String fault) {
        if (faults.size() < MOST_FAULTS) faults.add(path + ": " + fault);
    }

    private void look(JsonNode value, Shape shape, String path) {
        switch (shape) {
            case Shape.Text(var most) -> length(value, most, path);
            case Shape.Slug _ -> {
                length(value, 1024, path);
                if (!SLUG.matcher(value.stringValue()).matches())
                    say(path, "only lower case letters, digits, '-' and '_' are allowed");
            }
            case Shape.Uri _ -> uri(value.stringValue(), path);
            case Shape.Ref _ -> ref(value.stringValue(), path);
            case Shape.Time _ -> {
                if (!Moments.inRange(moment(value).orElse(Instant.EPOCH)))
                    say(path, "must lie between 1970-01-01 and 2525-01-01");
            }
            case Shape.Many(var each) -> {
                for (var i = 0; i < value.size(); i++) look(value.get(i), each, path + "[" + i + "]");
            }
            case Structure structure -> object((ObjectNode) value, structure, path);
            case Shape.Choice choice -> {
                var structure = choice.byType().get(value.path("type").asString());
                if (structure != null) object((ObjectNode) value, structure, path);
            }
            case Shape.Bundle _ -> {
                for (var entry : ((ObjectNode) value).properties())
                    ShapeCheck.bundleMember(entry.getKey())
                            .ifPresent(member -> look(entry.getValue(), member, inner(path, entry.getKey())));
            }
            case Shape.Id _, Shape.Whole _, Shape.Flag _, Shape.Word _, Shape.AnyObject _, Shape.AnyValue _ -> {}
        }
    }

    private static String inner(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void object(ObjectNode object, Structure structure, String path) {
        for (var entry : object.properties())
            structure
                    .field(entry.getKey())
                    .ifPresent(field -> look(entry.getValue(), field.shape(), inner(path, field.name())));
        if (structure.rule() == Rule.START_BEFORE_END) {
            var start = moment(object.path("start_time"));
            var end = moment(object.path("end_time"));
            if (start.isPresent() && end.isPresent() && end.get().isBefore(start.get()))
                say(path, "end_time lies before start_time");
        }
        if (structure.rule() == Rule.KILL_CHAIN_PHASE
                && object.path("kill_chain_name").asString().equals(KILL_CHAIN)
                && !KILL_CHAIN_PHASES.contains(object.path("phase_name").asString()))
            say(path, "phase_name is not a phase of " + KILL_CHAIN);
    }

    private static Optional<Instant> moment(JsonNode value) {
        return value.isString() ? Moments.read(value.stringValue()) : Optional.empty();
    }

    private void length(JsonNode value, int most, String path) {
        var length = value.stringValue().length();
        if (length > most) say(path, "has " + length + " characters, at most " + most + " are allowed");
    }

    private void uri(String text, String path) {
        if (text.isEmpty() || text.length() > 2048) {
            say(path, "an address has 1 to 2048 characters");
            return;
        }
        try {
            new URI(text);
        } catch (URISyntaxException e) {
            say(path, "is no address (" + e.getReason() + ")");
        }
    }

    private void ref(String text, String path) {
        if (text.length() > Addresses.MOST || !(Addresses.isTransient(text) || Addresses.isLong(text)))
            say(path, "must be a long id such as https://host/ctia/judgement/judgement-<uuid>, or a transient id");
    }
}
