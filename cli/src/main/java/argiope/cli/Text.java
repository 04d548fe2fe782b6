package argiope.cli;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Values as a person reads them.
final class Text {
    private Text() {}

    /// Without control characters: what came from outside must not steer the terminal.
    static String safe(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> out.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\ufffd' : c));
        return out.toString();
    }

    static String text(JsonNode json, String pointer) {
        return safe(json.at(pointer).asString(""));
    }

    /// `2026-01-14T09:31:07Z`, without fractions.
    static String time(String iso) {
        return safe(iso.replaceFirst("\\.\\d+Z$", "Z"));
    }

    static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    /// A setting's value in a few words.
    static String value(JsonNode node) {
        if (node.isMissingNode()) return "nothing";
        if (node.isBoolean()) return onOff(node.booleanValue());
        if (node.isString()) return node.stringValue().isEmpty() ? "nothing" : safe(node.stringValue());
        if (node.isObject())
            return safe(node.path("path").asString(node.path("portal").asString(node.toString())));
        return safe(node.toString());
    }

    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    static String bytes(long bytes) {
        var units = new String[] {"B", "kB", "MB", "GB", "TB"};
        var value = (double) bytes;
        var unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    static String duration(long seconds) {
        if (seconds < 120) return seconds + " s";
        if (seconds < 7200) return seconds / 60 + " min";
        if (seconds < 172_800) return seconds / 3600 + " h";
        return seconds / 86_400 + " days";
    }
}
