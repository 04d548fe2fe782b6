package argiope.exchange;

import argiope.http.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the frames that we send.
final class Frames {
    /// Characters of JSON text in one piece: escaped and in UTF-8 it stays under 64 KB.
    static final int PIECE = 16 * 1024;

    private Frames() {}

    static String ping() {
        return Json.object().put("kind", "ping").toString();
    }

    /// A request, in one frame if it is small.
    static List<String> request(String id, String op, Duration deadline, JsonNode body) {
        var head = Json.object()
                .put("id", id)
                .put("kind", "request")
                .put("op", op)
                .put("deadline_ms", deadline.toMillis());
        var text = Json.MAPPER.writeValueAsString(body);
        if (text.length() <= PIECE) {
            head.set("body", body);
            return List.of(text(head));
        }
        var frames = new ArrayList<String>();
        frames.add(text(head));
        for (var piece : pieces(text))
            frames.add(text(Json.object().put("id", id).put("kind", "chunk").put("body", piece)));
        frames.add(text(Json.object().put("id", id).put("kind", "end")));
        return frames;
    }

    private static String text(ObjectNode frame) {
        return Json.MAPPER.writeValueAsString(frame);
    }

    static List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        for (var at = 0; at < text.length(); ) {
            var end = Math.min(text.length(), at + PIECE);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) end--;
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }
}
