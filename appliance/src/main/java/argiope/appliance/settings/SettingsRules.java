package argiope.appliance.settings;

import argiope.appliance.settings.ApplianceSettings.Cloud;
import argiope.appliance.settings.ApplianceSettings.Reporting;
import argiope.appliance.settings.ApplianceSettings.Server;
import argiope.appliance.settings.ApplianceSettings.Source;
import argiope.appliance.settings.ApplianceSettings.SystemSettings;
import argiope.core.access.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What makes a settings tree right. Refuses anything else as [Refusal.Unprocessable] `invalid-setting`,
/// naming the path and what is expected there.
public final class SettingsRules {
    private static final int MAX_SOURCES = 100;
    private static final int MAX_SERVERS = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9]{1,16}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    private final Set<String> formats;
    private final Function<String, Optional<String>> logformatFault;

    /// @param formats ids of the log formats that a source may name, beside `auto` and `logformat`
    /// @param logformatFault what is wrong with a pasted `logformat`, if anything
    public SettingsRules(Set<String> formats, Function<String, Optional<String>> logformatFault) {
        this.formats = Set.copyOf(formats);
        this.logformatFault = logformatFault;
    }

    /// The values of a tree that is right.
    public ApplianceSettings read(JsonNode tree) {
        var root = new Part("", tree, Set.of("reporting", "cloud", "sources", "system"));
        var reporting = root.object("reporting", Set.of("observableIndexing", "queryTimeoutSeconds"));
        var cloud = root.object("cloud", Set.of("enabled", "server", "servers"));
        var system = root.object("system", Set.of("hostname"));
        return new ApplianceSettings(
                new Reporting(reporting.flag("observableIndexing"), reporting.number("queryTimeoutSeconds", 1, 3600)),
                cloud(cloud),
                sources(root),
                new SystemSettings(system.text("hostname", HOST, "a host name")));
    }

    private static Cloud cloud(Part cloud) {
        var servers = new ArrayList<Server>();
        var names = new HashSet<String>();
        for (var part : cloud.list("servers", MAX_SERVERS, Set.of("name", "portal", "enrolment"))) {
            var name = part.text("name", REGION, "a region: 1 to 16 lower-case letters and digits");
            if (!names.add(name)) throw part.invalid("name", "another server is named " + name + " already");
            servers.add(new Server(name, part.address("portal"), part.address("enrolment")));
        }
        var server = cloud.optional("server").orElse("");
        if (!server.isEmpty() && !names.contains(server))
            throw cloud.invalid("server", "there is no server of that name among cloud.servers");
        return new Cloud(cloud.flag("enabled"), server, servers);
    }

    private List<Source> sources(Part root) {
        var sources = new ArrayList<Source>();
        var names = new HashSet<String>();
        var paths = new HashSet<java.nio.file.Path>();
        var members = Set.of("name", "path", "format", "logformat", "zone", "uriWhitespace", "paused");
        for (var part : root.list("sources", MAX_SOURCES, members)) {
            var name = part.text("name", NAME, "1 to 63 letters, digits, dots, dashes or underscores");
            if (!names.add(name)) throw part.invalid("name", "another source is named " + name + " already");
            var path = part.optional("path").orElseThrow(() -> part.invalid("path", "a file's path is expected"));
            if (!path.startsWith("/") || path.length() > 4000 || path.chars().anyMatch(Character::isISOControl))
                throw part.invalid("path", "the full path of a file is expected, such as /var/log/squid/access.log");
            // Two sources on one file would bring every line twice.
            if (!paths.add(java.nio.file.Path.of(path).normalize()))
                throw part.invalid("path", "another source follows this file already");
            var format = part.optional("format").orElse("auto");
            var logformat = part.optional("logformat").orElse("");
            if (format.equals("logformat")) {
                if (logformat.isBlank())
                    throw part.invalid("logformat", "paste the format text of the gateway's configuration here");
                if (logformat.length() > 4000) throw part.invalid("logformat", "at most 4000 characters");
                logformatFault.apply(logformat).ifPresent(fault -> {
                    throw part.invalid("logformat", fault);
                });
            } else if (!format.equals("auto") && !formats.contains(format)) {
                throw part.invalid(
                        "format",
                        "auto, logformat or one of "
                                + String.join(", ", formats.stream().sorted().toList()) + " is expected");
            } else if (!logformat.isEmpty()) {
                throw part.invalid("logformat", "a format text needs the format 'logformat'");
            }
            var whitespace = part.optional("uriWhitespace").orElse("strip");
            if (!Set.of("strip", "allow").contains(whitespace))
                throw part.invalid("uriWhitespace", "strip or allow is expected");
            sources.add(new Source(
                    name, path, format, logformat, zone(part), whitespace, part.optionalFlag("paused", false)));
        }
        return sources;
    }

    private static String zone(Part part) {
        var zone = part.optional("zone").orElse("UTC");
        try {
            return ZoneId.of(zone).getId();
        } catch (DateTimeException _) {
            throw part.invalid("zone", "a time zone such as UTC or Europe/Berlin is expected");
        }
    }

    /// One object of the tree, with the path to it.
    private record Part(String path, JsonNode node, Set<String> members) {
        Part {
            if (!node.isObject()) throw fault(path, "an object is expected");
            for (var name : node.propertyNames())
                if (!members.contains(name)) throw fault(join(path, name), "there is no such setting");
        }

        Part object(String name, Set<String> inner) {
            return new Part(join(path, name), node.path(name), inner);
        }

        List<Part> list(String name, int most, Set<String> inner) {
            var list = node.path(name);
            if (!list.isArray()) throw invalid(name, "a list is expected");
            if (list.size() > most) throw invalid(name, "at most " + most + " are possible");
            var parts = new ArrayList<Part>();
            for (var i = 0; i < list.size(); i++) {
                var item = list.get(i);
                var title = item.path("name").asString("");
                var label = NAME.matcher(title).matches() ? title : Integer.toString(i);
                parts.add(new Part(join(path, name) + "[" + label + "]", item, inner));
            }
            return parts;
        }

        boolean flag(String name) {
            var value = node.path(name);
            if (!value.isBoolean()) throw invalid(name, "true or false is expected");
            return value.booleanValue();
        }

        boolean optionalFlag(String name, boolean fallback) {
            return node.path(name).isMissingNode() ? fallback : flag(name);
        }

        int number(String name, int min, int max) {
            var value = node.path(name);
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.intValue() < min
                    || value.intValue() > max)
                throw invalid(name, "a whole number from " + min + " to " + max + " is expected");
            return value.intValue();
        }

        Optional<String> optional(String name) {
            var value = node.path(name);
            if (value.isMissingNode()) return Optional.empty();
            if (!value.isString()) throw invalid(name, "text is expected");
            return Optional.of(value.stringValue());
        }

        String text(String name, Pattern pattern, String expected) {
            var value = optional(name).orElse("");
            if (!pattern.matcher(value).matches()) throw invalid(name, expected + " is expected");
            return value;
        }

        /// An http or https base address without user, query or fragment.
        String address(String name) {
            var value = optional(name).orElse("");
            try {
                var uri = new URI(value);
                if (uri.getHost() != null
                        && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null
                        && value.length() <= 300)
                    return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
            } catch (URISyntaxException _) {
                // said below
            }
            throw invalid(name, "an address such as https://portal.example is expected");
        }

        Refusal.Unprocessable invalid(String name, String expected) {
            return fault(join(path, name), expected);
        }

        private static String join(String path, String name) {
            return path.isEmpty() ? name : path + "." + name;
        }

        private static Refusal.Unprocessable fault(String path, String expected) {
            var where = path.isEmpty() ? "the settings" : path;
            return new Refusal.Unprocessable(
                    "invalid-setting",
                    "The setting " + where + " is not valid: " + expected + ".",
                    Map.of("path", where));
        }
    }
}
