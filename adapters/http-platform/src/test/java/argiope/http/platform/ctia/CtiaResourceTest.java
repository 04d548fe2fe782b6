package argiope.http.platform.ctia;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Caller;
import argiope.core.access.Role;
import argiope.http.HttpServer;
import argiope.http.Json;
import argiope.http.Listener;
import argiope.http.Routes;
import argiope.memory.platform.entities.MemoryEntityIndex;
import argiope.memory.platform.entities.MemoryEntityStore;
import argiope.platform.intelligence.Intelligence;
import argiope.platform.intelligence.IntelligenceSettings;
import argiope.platform.intelligence.entity.EntityTypes;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The published routes, asked over HTTP.
class CtiaResourceTest {
    private static final String JUDGEMENT = "{'source':'desk','priority':90,'severity':'High','confidence':'High',"
            + "'disposition':2,'observable':{'type':'ip','value':'10.0.0.1'}}";

    private final Map<String, Caller> callers = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Intelligence intelligence = new Intelligence(
            new MemoryEntityStore(),
            new MemoryEntityIndex(),
            IntelligenceSettings.of("http://localhost:8440"),
            Clock.systemUTC());
    private final Routes routes = new Routes();
    private HttpServer server;

    @BeforeEach
    void start() {
        person("ana", "org-a", "private-intel", "casebook");
        person("alex", "org-a", "private-intel", "casebook");
        person("bo", "org-b", "private-intel", "casebook");
        new CtiaResource(intelligence, "1.2.3").addTo(routes);
        server = HttpServer.start(
                Listener.bind("127.0.0.1", 0),
                routes,
                request -> request.header("Authorization").map(callers::get),
                Optional.empty());
        assertThat(intelligence.settle(Duration.ofSeconds(30))).isTrue();
    }

    @AfterEach
    void stop() {
        server.close();
        intelligence.close();
        http.close();
    }

    private void person(String login, String org, String... scopes) {
        callers.put(login, new Caller("user-" + login, login, org, Role.ANALYST, Set.of(scopes), "client-1"));
    }

    private record Got(int status, JsonNode json, HttpResponse<String> raw) {
        Optional<String> header(String name) {
            return raw.headers().firstValue(name);
        }

        String text(String field) {
            return json.path(field).asString();
        }
    }

    /// @param body JSON in which `'` stands for `"`
    private Got call(String who, String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (!who.isEmpty()) request.header("Authorization", who);
        if (headers.length > 0) request.headers(headers);
        var raw = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        var json = raw.body().isEmpty() ? Json.object() : Json.read(raw.body().getBytes(StandardCharsets.UTF_8));
        return new Got(raw.statusCode(), json, raw);
    }

    private Got get(String path) throws Exception {
        return call("ana", "GET", path, "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String casebook(String title) throws Exception {
        var made = call("ana", "POST", "/ctia/casebook", "{'title':'" + title + "'}");
        assertThat(made.status).isEqualTo(201);
        return made.text("id").substring(made.text("id").lastIndexOf('/') + 1);
    }

    @Test
    void whatIsMadeHasALocationATagAndTheHeadersOfEveryAnswer() throws Exception {
        var made = call("ana", "POST", "/ctia/judgement", JUDGEMENT);

        assertThat(made.status).isEqualTo(201);
        assertThat(made.header("Location")).contains(made.text("id"));
        assertThat(made.header("ETag")).contains("\"1\"");
        assertThat(made.text("client_id")).isEqualTo("client-1");
        for (var got : List.of(made, get("/ctia/judgement/none"), get("/ctia/judgement/" + encoded(made.text("id"))))) {
            assertThat(got.header("X-Ctia-Version")).contains("1.2.3");
            assertThat(got.header("X-Ctim-Version")).contains("1.3.30");
            assertThat(got.header("X-Ctia-Config")).isPresent();
            assertThat(got.header("X-Content-Type-Options")).contains("nosniff");
        }
        var read = get("/ctia/judgement/" + encoded(made.text("id")));
        assertThat(read.json).isEqualTo(made.json);
        var tag = read.header("ETag").orElseThrow();
        assertThat(call("ana", "GET", "/ctia/judgement/" + encoded(made.text("id")), "", "If-None-Match", tag).status)
                .isEqualTo(304);
        var cut = get("/ctia/judgement/" + encoded(made.text("id")) + "?fields=priority");
        assertThat(cut.json.has("priority")).isTrue();
        assertThat(cut.json.has("owner")).isTrue();
        assertThat(cut.json.has("source")).isFalse();
    }

    @Test
    void everyTypeHasItsRoutes() throws Exception {
        for (var type : EntityTypes.all()) {
            var root = "/ctia/" + type.type();
            var bad = call("ana", "POST", root, "{'surprise':1}");
            assertThat(bad.status).isEqualTo(400);
            assertThat(bad.json.path("errors").path("surprise").asString()).isEqualTo("disallowed-key");
            assertThat(bad.text("type")).isEqualTo("compojure.api.exception/request-validation");
            assertThat(get(root + "/search").json.isArray()).isTrue();
            assertThat(get(root + "/search/count").json.intValue()).isZero();
            assertThat(get(root + "/external_id/x").json.isEmpty()).isTrue();
            var id = root + "/" + type.type() + "-00000000-0000-4000-8000-000000000001";
            assertThat(get(id).status).isEqualTo(404);
            assertThat(call("ana", "DELETE", id, "").status).isEqualTo(404);
            assertThat(call("ana", "DELETE", root + "/search", "").status).isEqualTo(403);
            assertThat(call("ana", "PATCH", id, "{}").status == 404).isEqualTo(true);
        }
        assertThat(get("/ctia/nonsense/search").status).isEqualTo(404);
    }

    @Test
    void nobodyIsUnauthorizedAndAMissingCapabilityIsNamed() throws Exception {
        person("reader", "org-a", "private-intel:read");
        person("sightings", "org-a", "private-intel/sighting", "casebook:read");
        person("nothing", "org-a", "inspect");
        for (var path : List.of(
                "/ctia/judgement/x", "/ctia/judgement/search", "/ctia/ip/10.0.0.1/verdict", "/casebooks/v1/x")) {
            assertThat(call("", "GET", path, "").status).isEqualTo(401);
            assertThat(call("nothing", "GET", path, "").status).isEqualTo(403);
        }
        var refused = call("reader", "POST", "/ctia/judgement", JUDGEMENT);
        assertThat(refused.status).isEqualTo(403);
        assertThat(refused.text("error")).isEqualTo("missing_capability");
        assertThat(refused.text("message")).isEqualTo("Missing capability");
        assertThat(refused.json.path("capabilities").toString()).isEqualTo("[\"create-judgement\"]");
        assertThat(refused.text("owner")).isEqualTo("reader");
        assertThat(call("reader", "DELETE", "/ctia/judgement/search?query=x", "")
                        .json
                        .path("capabilities")
                        .toString())
                .isEqualTo("[\"search-judgement\",\"delete-judgement\"]");
        assertThat(call("reader", "GET", "/ctia/judgement/search", "").status).isEqualTo(200);
        assertThat(call("sightings", "GET", "/ctia/sighting/search", "").status).isEqualTo(200);
        assertThat(call("sightings", "GET", "/ctia/judgement/search", "").status)
                .isEqualTo(403);
        assertThat(call("sightings", "GET", "/ctia/casebook/search", "").status).isEqualTo(200);
        assertThat(call("sightings", "POST", "/ctia/casebook", "{}").status).isEqualTo(403);
        assertThat(call("", "GET", "/ctia/version", "").text("ctim-version")).isEqualTo("1.3.30");
        assertThat(get("/ctia/status").text("status")).isEqualTo("ok");
    }

    @Test
    void everyRouteAsksWhoAndWhatTheyMay() throws Exception {
        person("nothing", "org-a", "inspect");
        person("reader", "org-a", "private-intel:read", "casebook:read");
        for (var route : routes.all()) {
            if (route.path().equals("/ctia/version") || route.path().equals("/ctia/status")) continue;
            var path = route.path().replace("{observable_type}", "ip").replaceAll("\\{[a-z_]+}", "x");
            var what = route.method() + " " + path;
            assertThat(call("", route.method(), path, "").status).as(what).isEqualTo(401);
            assertThat(call("nothing", route.method(), path, "").status)
                    .as(what)
                    .isEqualTo(403);
            assertThat(call("reader", route.method(), path, "").status == 403)
                    .as(what)
                    .isEqualTo(!route.method().equals("GET"));
        }
    }

    @Test
    void theNextHeaderLeadsThroughEveryHit() throws Exception {
        for (var i = 0; i < 7; i++)
            call("ana", "POST", "/ctia/indicator", "{'producer':'desk','title':'t" + i % 2 + "'}");
        var seen = new ArrayList<String>();
        var next = Optional.of("limit=3");
        while (next.isPresent()) {
            var page = get("/ctia/indicator/search?sort_by=title:desc&" + next.get());
            assertThat(page.status).isEqualTo(200);
            assertThat(page.header("X-Total-Hits")).contains("7");
            page.json.forEach(hit -> seen.add(hit.path("id").asString()));
            next = page.header("X-Next");
        }
        assertThat(seen).hasSize(7);
        assertThat(new HashSet<>(seen)).hasSize(7);
        var second = get("/ctia/indicator/search?limit=3&offset=3");
        assertThat(second.header("X-Previous")).contains("limit=3&offset=0");
        assertThat(get("/ctia/indicator/search?nonsense=1").status).isEqualTo(400);
        var bad = get("/ctia/indicator/search?query=" + encoded("(x"));
        assertThat(bad.status).isEqualTo(400);
        assertThat(bad.text("type")).isEqualTo("ES Invalid Request");
        assertThat(bad.text("message")).isNotEmpty();
        assertThat(get("/ctia/indicator/search?simple_query=" + encoded("(x")).status)
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/a?b=c#d",
                "C:\\Windows\\x.exe",
                "100% ; sure",
                "two\nlines",
                "..",
                "<b>",
                "ü/ö",
                "search",
                "a%2Fb"
            })
    void observablesOfEverySpellingHaveVerdicts(String value) throws Exception {
        var body = Json.object()
                .put("source", "desk")
                .put("priority", 90)
                .put("severity", "High")
                .put("confidence", "High")
                .put("disposition", 2);
        body.putObject("observable").put("type", "file_path").put("value", value);
        var request = body.toString();
        var made = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/ctia/judgement"))
                        .header("Authorization", "ana")
                        .POST(HttpRequest.BodyPublishers.ofString(request))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(made.statusCode()).isEqualTo(201);

        var verdict = get("/ctia/file_path/" + encoded(value) + "/verdict");

        assertThat(verdict.status).isEqualTo(200);
        assertThat(verdict.json.path("observable").path("value").asString()).isEqualTo(value);
        assertThat(get("/ctia/file_path/" + encoded(value) + "/judgements").json.size())
                .isEqualTo(1);
    }

    @Test
    void verdictsAreExplainedWhenAsked() throws Exception {
        var none = get("/ctia/ip/10.0.0.1/verdict");
        assertThat(none.status).isEqualTo(404);
        assertThat(none.text("message")).isEqualTo("no verdict currently available for the supplied observable");
        var made = call("ana", "POST", "/ctia/judgement", JUDGEMENT);
        assertThat(get("/ctia/ip/10.0.0.1/verdict").json.has("trace")).isFalse();
        var explained = get("/ctia/ip/10.0.0.1/verdict?explain=true");
        assertThat(explained.text("judgement_id")).isEqualTo(made.text("id"));
        assertThat(explained.json.path("trace").path("considered").intValue()).isEqualTo(1);
        assertThat(get("/ctia/nonsense/10.0.0.1/verdict").status).isEqualTo(400);
        assertThat(get("/ctia/ip/10.0.0.1/verdict?from=yesterday").status).isEqualTo(400);
        assertThat(call("bo", "GET", "/ctia/ip/10.0.0.1/verdict", "").status).isEqualTo(404);
        var id = encoded(made.text("id"));
        assertThat(call("ana", "POST", "/ctia/judgement/" + id + "/expire", "").status)
                .isEqualTo(400);
        assertThat(call("ana", "POST", "/ctia/judgement/" + id + "/expire?reason=over", "")
                        .text("reason"))
                .isEqualTo("over");
        assertThat(get("/ctia/ip/10.0.0.1/verdict").status).isEqualTo(404);
    }

    @Test
    void indicatorsOfAnObservableComeInPages() throws Exception {
        var judgement = call("ana", "POST", "/ctia/judgement", JUDGEMENT).text("id");
        for (var i = 0; i < 3; i++) {
            var indicator = call("ana", "POST", "/ctia/indicator", "{'producer':'desk'}")
                    .text("id");
            call(
                    "ana",
                    "POST",
                    "/ctia/relationship",
                    "{'relationship_type':'element-of','source_ref':'" + judgement + "','target_ref':'" + indicator
                            + "'}");
        }
        var path = "/ctia/ip/10.0.0.1/judgements/indicators?limit=2";
        var first = get(path);
        assertThat(first.json.size()).isEqualTo(2);
        assertThat(first.header("X-Total-Hits")).contains("3");
        var second = get("/ctia/ip/10.0.0.1/judgements/indicators?"
                + first.header("X-Next").orElseThrow());
        assertThat(second.json.size()).isEqualTo(1);
        assertThat(second.header("X-Next")).isEmpty();
        assertThat(get("/ctia/ip/10.0.0.1/sightings/indicators").json.isEmpty()).isTrue();
    }

    @Test
    void aCasebookShowsWhoAddedWhatAndWhatHappened() throws Exception {
        var id = casebook("case");
        var added = call(
                "alex",
                "POST",
                "/ctia/casebook/" + id + "/observables",
                "{'operation':'add','observables':[{'type':'ip','value':'<b>'}]}");
        assertThat(added.status).isEqualTo(200);
        assertThat(added.header("ETag")).contains("\"2\"");
        call(
                "ana",
                "POST",
                "/ctia/casebook/" + id + "/texts",
                "{'operation':'add','texts':[{'type':'note','text':'seen'}]}");

        var detail = get("/casebooks/v1/" + id);

        assertThat(detail.json.path("version").intValue()).isEqualTo(3);
        assertThat(detail.json.path("casebook").path("title").asString()).isEqualTo("case");
        var observable = detail.json.path("observables").get(0);
        assertThat(observable.path("value").asString()).isEqualTo("<b>");
        assertThat(observable.path("by").asString()).isEqualTo("alex");
        assertThat(observable.path("at").asString()).endsWith("Z");
        assertThat(detail.json.path("texts").get(0).path("by").asString()).isEqualTo("ana");
        assertThat(detail.json.path("history").size()).isEqualTo(3);
        assertThat(call("bo", "GET", "/casebooks/v1/" + id, "").status).isEqualTo(404);

        var unknown = call(
                "ana",
                "POST",
                "/ctia/casebook/casebook-00000000-0000-4000-8000-000000000001/texts",
                "{'operation':'add','texts':[]}");
        assertThat(unknown.status).isEqualTo(404);
        assertThat(unknown.text("error")).isEqualTo("casebook not found");
        var bad = call("ana", "POST", "/ctia/casebook/" + id + "/texts", "{'operation':'shuffle'}");
        assertThat(bad.status).isEqualTo(400);
        assertThat(bad.json.path("errors").has("operation")).isTrue();
        assertThat(bad.json.path("errors").has("texts")).isTrue();
    }

    @Test
    void anEditOverSomebodyElsesIsRefused() throws Exception {
        var id = casebook("case");
        var mine = call("ana", "PATCH", "/ctia/casebook/" + id, "{'description':'a'}", "If-Match", "\"1\"");
        assertThat(mine.status).isEqualTo(200);
        var late = call("alex", "PATCH", "/ctia/casebook/" + id, "{'title':'b'}", "If-Match", "\"1\"");
        assertThat(late.status).isEqualTo(412);
        assertThat(late.text("message")).contains("version 2");
        assertThat(call("alex", "DELETE", "/ctia/casebook/" + id, "", "If-Match", "\"1\"").status)
                .isEqualTo(412);
        assertThat(call("alex", "PATCH", "/ctia/casebook/" + id, "{'title':'b'}", "If-Match", "\"2\"")
                        .text("description"))
                .isEqualTo("a");
        assertThat(call("alex", "PUT", "/ctia/casebook/" + id, "{'title':'c'}").status)
                .isEqualTo(200);
        assertThat(call("alex", "DELETE", "/ctia/casebook/" + id, "").status).isEqualTo(204);
    }

    @Test
    void aWriteSaysWhenItCannotBeFoundYet() throws Exception {
        intelligence.close();
        var made = call("ana", "POST", "/ctia/indicator?wait_for=false", "{'producer':'desk'}");
        assertThat(made.status).isEqualTo(201);
        assertThat(made.header("X-Index-Pending")).isEmpty();
        var waited = call("ana", "POST", "/ctia/indicator", "{'producer':'desk'}");
        assertThat(waited.status).isEqualTo(201);
        assertThat(waited.header("X-Index-Pending")).contains("true");
        assertThat(call("ana", "POST", "/ctia/indicator?wait_for=maybe", "{'producer':'desk'}").status)
                .isEqualTo(400);
    }
}
