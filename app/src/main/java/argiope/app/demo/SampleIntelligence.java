package argiope.app.demo;

import argiope.http.Json;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Intelligence that judges part of the story: the page, its archive and the beacon are known, the sign-in URL is
/// left for the analyst. Some everyday names are judged too, and one false friend is called clean.
final class SampleIntelligence {
    private final Clicks platform;
    private final Instant now;

    SampleIntelligence(Clicks platform, Instant now) {
        this.platform = platform;
        this.now = now;
    }

    void fill() throws InterruptedException {
        var pages = indicator(
                "Fake sign-in pages",
                "Domain Watchlist",
                "Pages that copy a sign-in page and send what is typed to their makers.");
        var loaders = indicator(
                "Archive loaders that call home",
                "C2",
                "Archives mailed or fetched from fake pages; what they start reports to a fixed address.");
        var page = judge("domain", Story.PAGE, 2, 95, "High", "Copies a sign-in page; reported by two members", 30);
        judge("domain", Story.PAGE, 3, 50, "Medium", "Registered two days ago", 14);
        var cdn = judge("domain", Story.CDN, 3, 60, "Medium", "Serves archives for a fake sign-in page", 14);
        var file = judge("sha256", Story.SHA256, 2, 90, "High", "Loader in an archive named like an invoice", 90);
        var beacon = judge("ip", Story.BEACON, 2, 85, "High", "Controller of a loader", 30);
        judge("domain", "free-gift.cardwin.example", 2, 80, "High", "Collects card numbers", 60);
        judge("domain", "sweep.coinreel.example", 3, 60, "Medium", "Pushes a miner", 30);
        judge("domain", "mail.nwlab.example", 4, 90, "High", "Our own mail", 365);
        judge("domain", "updates.osvendor.example", 1, 95, "High", "Updates of the operating system", 365);
        judge("domain", "docs.officesuite.example", 4, 90, "High", "Office suite in use here", 365);
        judge("domain", Story.LOOK_ALIKES.get(1), 1, 95, "High", "A vendor of ours whose name only looks odd", 365);
        relate(page, "element-of", pages);
        relate(cdn, "element-of", pages);
        relate(file, "based-on", loaders);
        relate(beacon, "based-on", loaders);
    }

    private String indicator(String title, String type, String description) throws InterruptedException {
        var body = Json.object()
                .put("title", title)
                .put("description", description)
                .put("producer", "Northwind Lab")
                .put("source", "Northwind Lab")
                .put("confidence", "High")
                .put("severity", "High")
                .put("tlp", "green");
        body.putArray("indicator_type").add(type);
        body.set("valid_time", validFor(180));
        return id(platform.send("POST", "/ctia/indicator?wait_for=false", body));
    }

    private String judge(
            String type, String value, int disposition, int priority, String confidence, String reason, int days)
            throws InterruptedException {
        var body = Json.object()
                .put("disposition", disposition)
                .put("priority", priority)
                .put("confidence", confidence)
                .put("severity", disposition == 2 ? "High" : disposition == 3 ? "Medium" : "None")
                .put("reason", reason)
                .put("source", "Northwind Lab")
                .put("tlp", "green");
        body.putObject("observable").put("type", type).put("value", value);
        body.set("valid_time", validFor(days));
        return id(platform.send("POST", "/ctia/judgement?wait_for=false", body));
    }

    private void relate(String source, String type, String target) throws InterruptedException {
        platform.send(
                "POST",
                "/ctia/relationship?wait_for=false",
                Json.object()
                        .put("relationship_type", type)
                        .put("source_ref", source)
                        .put("target_ref", target)
                        .put("tlp", "green"));
    }

    private ObjectNode validFor(int days) {
        return Json.object()
                .put("start_time", Json.time(now.minus(Duration.ofDays(2))))
                .put("end_time", Json.time(now.plus(Duration.ofDays(days))));
    }

    private static String id(JsonNode entity) {
        return entity.get("id").stringValue();
    }
}
