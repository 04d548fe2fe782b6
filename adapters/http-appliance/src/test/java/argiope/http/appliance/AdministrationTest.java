package argiope.http.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.contracts.tracking.Visit;
import argiope.core.access.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdministrationTest {
    @TempDir
    Path folder;

    private RunningAppliance appliance;
    private RunningAppliance.Person admin;

    @BeforeEach
    void start() throws Exception {
        appliance = new RunningAppliance(folder, List.of("/bin/sh", "-c", "echo no squid; exit 7"));
        admin = appliance.as(Role.ADMIN);
    }

    @AfterEach
    void stop() {
        appliance.close();
    }

    // ---- users

    @Test
    void anAdminMakesAUserWhosePasswordIsShownOnce() throws Exception {
        var made = admin.post("/users/v1", "{'login':'Zoe','name':'Zoe Z','role':'analyst'}");

        assertThat(made.status()).isEqualTo(201);
        var password = made.json().path("password").asString();
        assertThat(appliance
                        .nobody()
                        .post("/session/v1", "{'login':'zoe','password':'" + password + "'}")
                        .status())
                .isEqualTo(200);
        var all = admin.get("/users/v1");
        assertThat(all.body()).contains("\"zoe\"").doesNotContain(password).doesNotContain("argon2");
        assertThat(all.json().findValuesAsString("login")).containsExactly("admin", "analyst", "read-only", "zoe");
        assertThat(all.json().get(3).path("lastSignIn").asString()).endsWith("Z");
    }

    @Test
    void whatCannotBeDoneWithUsersIsSaid() throws Exception {
        var me = admin.get("/session/v1").json().at("/user/id").asString();

        assertThat(admin.post("/users/v1", "{'login':'analyst','role':'analyst'}")
                        .code())
                .isEqualTo("login-taken");
        assertThat(admin.post("/users/v1", "{'login':'analyst','role':'analyst'}")
                        .status())
                .isEqualTo(409);
        assertThat(admin.post("/users/v1", "{'login':'<b>','role':'analyst'}").status())
                .isEqualTo(400);
        assertThat(admin.post("/users/v1", "{'login':'bob','role':'boss'}").code())
                .isEqualTo("bad-role");
        assertThat(admin.post("/users/v1", "{'role':'analyst'}").code()).isEqualTo("missing-field");
        assertThat(admin.call("PATCH", "/users/v1/" + me, "{'role':'analyst'}").code())
                .isEqualTo("last-admin");
        assertThat(admin.call("PATCH", "/users/v1/" + me, "{'enabled':false}").status())
                .isEqualTo(409);
        assertThat(admin.call("PATCH", "/users/v1/" + me, "{'enabled':'no'}").status())
                .isEqualTo(400);
        assertThat(admin.call("PATCH", "/users/v1/none", "{'enabled':false}").status())
                .isEqualTo(404);
    }

    @Test
    void aUserWhoIsDisabledIsSignedOutAtOnce() throws Exception {
        var analyst = appliance.as(Role.ANALYST);
        var id = analyst.get("/session/v1").json().at("/user/id").asString();

        assertThat(admin.call("PATCH", "/users/v1/" + id, "{'enabled':false}").status())
                .isEqualTo(200);

        assertThat(analyst.get("/session/v1").status()).isEqualTo(401);
    }

    @Test
    void onlyAdminsChangeUsersAndSettings() throws Exception {
        for (var role : List.of(Role.ANALYST, Role.READ_ONLY)) {
            var person = appliance.as(role);
            assertThat(person.get("/users/v1").status()).isEqualTo(403);
            assertThat(person.post("/users/v1", "{'login':'x','role':'admin'}").status())
                    .isEqualTo(403);
            assertThat(person.call("PATCH", "/settings/v1/pending", "{}").status())
                    .isEqualTo(403);
            assertThat(person.post("/settings/v1/commit", "{}").status()).isEqualTo(403);
            assertThat(person.post("/reindex/v1", "").status()).isEqualTo(403);
            assertThat(person.get("/settings/v1").status()).isEqualTo(200);
        }
        assertThat(appliance.as(Role.READ_ONLY).post("/blocklist/v1", "{}").status())
                .isEqualTo(403);
    }

    // ---- settings

    @Test
    void settingsAreSubmittedAndCommitted() throws Exception {
        var before = admin.get("/settings/v1").json();
        assertThat(before.has("pending")).isFalse();
        assertThat(before.has("lastCommit")).isFalse();

        var pending = admin.call("PATCH", "/settings/v1/pending", "{'reporting':{'observableIndexing':true}}")
                .json();
        assertThat(pending.at("/pending/changes/0/path").asString()).isEqualTo("reporting.observableIndexing");
        assertThat(pending.at("/pending/changes/0/from").asBoolean()).isFalse();
        assertThat(pending.at("/pending/tree/reporting/observableIndexing").asBoolean())
                .isTrue();
        assertThat(pending.at("/committed/reporting/observableIndexing").asBoolean())
                .isFalse();

        var commit = admin.post("/settings/v1/commit", "{'comment':'find URLs'}");
        assertThat(commit.status()).isEqualTo(200);
        assertThat(commit.json().path("number").asInt()).isEqualTo(1);
        assertThat(commit.json().path("author").asString()).isEqualTo("admin");
        assertThat(admin.get("/settings/v1").json().at("/lastCommit/comment").asString())
                .isEqualTo("find URLs");
        assertThat(admin.get("/settings/v1/commits").json().get(0)).isEqualTo(commit.json());
    }

    @Test
    void whatCannotBeCommittedIsSaid() throws Exception {
        assertThat(admin.post("/settings/v1/commit", "").code()).isEqualTo("nothing-pending");
        var invalid = admin.call("PATCH", "/settings/v1/pending", "{'reporting':{'queryTimeoutSeconds':0}}");
        assertThat(invalid.status()).isEqualTo(422);
        assertThat(invalid.code()).isEqualTo("invalid-setting");
        assertThat(invalid.json().path("path").asString()).isEqualTo("reporting.queryTimeoutSeconds");
        assertThat(admin.call("PATCH", "/settings/v1/pending", "[]").status()).isEqualTo(400);
        assertThat(admin.call("PATCH", "/settings/v1/pending", "{").status()).isEqualTo(400);

        appliance.users.create(
                argiope.appliance.identity.Users.MACHINE,
                "bob",
                "",
                Role.ADMIN,
                Optional.of(RunningAppliance.PASSWORD));
        admin.call("PATCH", "/settings/v1/pending", "{'reporting':{'queryTimeoutSeconds':10}}");
        var bob = appliance
                .nobody()
                .with("X-Argiope-Local-Key", RunningAppliance.KEY)
                .with("X-Argiope-Local-User", "bob");
        bob.call("PATCH", "/settings/v1/pending", "{'reporting':{'queryTimeoutSeconds':20}}");
        bob.post("/settings/v1/commit", "{}");
        var overtaken = admin.post("/settings/v1/commit", "{}");
        assertThat(overtaken.status()).isEqualTo(409);
        assertThat(overtaken.code()).isEqualTo("overtaken");
        assertThat(overtaken.json().path("author").asString()).isEqualTo("bob");
        assertThat(overtaken.json().path("time").asString()).endsWith("Z");
        assertThat(admin.call("DELETE", "/settings/v1/pending", "").json().has("pending"))
                .isFalse();
    }

    // ---- block list

    @Test
    void aBlockIsPublishedAtItsAddressAtOnce() throws Exception {
        var analyst = appliance.as(Role.ANALYST);
        var made = analyst.post(
                "/blocklist/v1",
                "{'type':'domain','value':'Evil.example','reason':'phishing','until':'2099-01-01T00:00:00Z'}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("value").asString()).isEqualTo("evil.example");
        assertThat(made.json().path("by").asString()).isEqualTo("analyst");
        assertThat(made.json().path("until").asString()).isEqualTo("2099-01-01T00:00:00.000Z");
        assertThat(analyst.post("/blocklist/v1", "{'type':'domain','value':'evil.example','reason':'again'}")
                        .status())
                .isEqualTo(200);

        var list = admin.get("/blocklist/v1").json();
        assertThat(list.at("/entries/0/id").asString())
                .isEqualTo(made.json().path("id").asString());
        assertThat(list.at("/files/squid").asString()).endsWith("/lists/squid.conf");
        assertThat(list.path("generation").asInt()).isEqualTo(1);
        var address = list.at("/addresses/domains").asString();
        assertThat(address).startsWith("http://gw1.lab:8441/lists/");

        var path = java.net.URI.create(address).getPath();
        var text = appliance.nobody().get(path);
        assertThat(text.body()).isEqualTo("evil.example\n");
        var tag = text.whole().headers().firstValue("ETag").orElseThrow();
        assertThat(appliance.nobody().get(path, "If-None-Match", tag).status()).isEqualTo(304);
        for (var file : List.of("urls.txt", "ips.txt", "sha256.txt", "squid.conf"))
            assertThat(appliance.nobody().get(path.replace("domains.txt", file)).status())
                    .as(file)
                    .isEqualTo(200);
        assertThat(appliance.nobody().get(path.replace("domains.txt", "../x")).status())
                .isEqualTo(404);

        assertThat(analyst.call(
                                "DELETE",
                                "/blocklist/v1/" + made.json().path("id").asString(),
                                "")
                        .status())
                .isEqualTo(204);
        assertThat(appliance.nobody().get(path, "If-None-Match", tag).body()).isEmpty();
        assertThat(analyst.call(
                                "DELETE",
                                "/blocklist/v1/" + made.json().path("id").asString(),
                                "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aNewSecretMakesTheOldAddressesVoid() throws Exception {
        var before = java.net
                .URI
                .create(admin.get("/blocklist/v1").json().at("/addresses/ips").asString())
                .getPath();

        var after = java.net
                .URI
                .create(admin.post("/blocklist/v1/secret", "")
                        .json()
                        .path("ips")
                        .asString())
                .getPath();

        assertThat(appliance.nobody().get(before).status()).isEqualTo(404);
        assertThat(appliance.nobody().get(after).status()).isEqualTo(200);
        assertThat(appliance.as(Role.ANALYST).post("/blocklist/v1/secret", "").status())
                .isEqualTo(403);
        assertThat(appliance.as(Role.READ_ONLY).get("/blocklist/v1").body())
                .doesNotContain("/lists/ey")
                .contains("\"addresses\":{}");
    }

    @Test
    void whatCannotBeBlockedIsSaid() throws Exception {
        for (var body : List.of(
                "{'type':'domain','value':'evil.example\\nallow all'}",
                "{'type':'domain','value':'<script>alert(1)</script>'}",
                "{'type':'url','value':'http://evil.example/" + "x".repeat(10_000) + "'}",
                "{'type':'email','value':'a@b.example'}",
                "{'type':'colour','value':'red'}",
                "{'type':'domain','value':'evil.example','until':'tomorrow'}",
                "{'type':'domain','value':'evil.example','until':'2001-01-01T00:00:00Z'}",
                "{'type':'domain'}")) {
            var answer = admin.post("/blocklist/v1", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().path("detail").asString()).as(body).isNotEmpty();
        }
        assertThat(admin.get("/blocklist/v1").json().path("entries").isEmpty()).isTrue();
    }

    @Test
    void aCommandThatFailsIsShown() throws Exception {
        admin.post("/blocklist/v1", "{'type':'ip','value':'192.0.2.1','reason':'x'}");

        var deadline = System.nanoTime() + 20_000_000_000L;
        var command = admin.get("/blocklist/v1").json().path("command");
        while (command.isMissingNode() && System.nanoTime() < deadline)
            command = admin.get("/blocklist/v1").json().path("command");

        assertThat(command.path("state").asString()).isEqualTo("failed");
        assertThat(command.path("exitCode").asInt()).isEqualTo(7);
        assertThat(command.path("output").asString()).isEqualTo("no squid");
    }

    // ---- status, health, reports, re-indexing

    @Test
    void theStatusSaysHowTheApplianceIsDoing() throws Exception {
        appliance.tracking.append(Visit.batch(Visit.visit("a.example", "09:00"), Visit.visit("b.example", "10:00")));

        var status = admin.get("/status/v1").json();

        assertThat(status.path("hostname").asString()).isEqualTo("gw1.lab");
        assertThat(status.path("serial").asString()).isEqualTo("serial-1");
        assertThat(status.at("/ingest/linesPerSecond").asDouble()).isEqualTo(12.3);
        assertThat(status.at("/ingest/lagSeconds").asInt()).isEqualTo(3);
        assertThat(status.at("/store/transactions").asInt()).isEqualTo(2);
        assertThat(status.at("/store/from").asString()).isEqualTo("2026-03-10T09:00:00.000Z");
        assertThat(status.at("/indexing/reindex/state").asString()).isEqualTo("idle");
        assertThat(status.at("/cloud/state").asString()).isEqualTo("disabled");
    }

    @Test
    void healthNeedsNoSignInAndSaysWhatIsNotReady() throws Exception {
        assertThat(appliance.nobody().get("/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(appliance.nobody().get("/readyz").status()).isEqualTo(200);

        appliance.notReady = Optional.of("The disk is full.");

        var answer = appliance.nobody().get("/readyz");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().at("/notReady/0/part").asString()).isEqualTo("tracking");
        assertThat(answer.json().at("/notReady/0/reason").asString()).isEqualTo("The disk is full.");
        assertThat(appliance.nobody().get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void theOverviewOpensAtTheRangeOfTheDataHeld() throws Exception {
        appliance.tracking.append(Visit.batch(
                Visit.visit("a.example", "09:00").user("", "ana"),
                Visit.visit("b.example", "10:00").decision(argiope.appliance.tracking.Decision.BLOCK)));

        var overview = admin.get("/reports/v1/overview").json();

        assertThat(overview.at("/range/from").asString()).isEqualTo("2026-03-10T09:00:00.000Z");
        assertThat(overview.at("/totals/transactions").asInt()).isEqualTo(2);
        assertThat(overview.at("/totals/block").asInt()).isEqualTo(1);
        assertThat(overview.at("/topUsers/0/user").asString()).isEqualTo("ana");
        assertThat(overview.at("/blockedDomains/0/domain").asString()).isEqualTo("b.example");
        assertThat(overview.at("/series/buckets").isEmpty()).isFalse();
        assertThat(overview.path("availability").path("complete").isBoolean()).isTrue();
        assertThat(admin.get("/reports/v1/overview?from=2026-03-10T09:30:00Z&to=2026-03-10T11:00:00Z")
                        .json()
                        .at("/totals/transactions")
                        .asInt())
                .isEqualTo(1);
        assertThat(admin.get("/reports/v1/overview?from=yesterday&to=2026-03-10T11:00:00Z")
                        .code())
                .isEqualTo("bad-parameter");
        assertThat(admin.get("/reports/v1/overview?from=2026-03-10T09:30:00Z").status())
                .isEqualTo(400);
        assertThat(admin.get("/reports/v1/overview?top=0").status()).isEqualTo(400);
    }

    @Test
    void reIndexingRunsToItsEnd() throws Exception {
        appliance.tracking.append(Visit.batch(Visit.visit("a.example", "09:00")));

        assertThat(admin.post("/reindex/v1", "").status()).isEqualTo(202);

        var deadline = System.nanoTime() + 20_000_000_000L;
        var state = admin.get("/reindex/v1").json();
        while (state.path("state").asString().equals("running") && System.nanoTime() < deadline)
            state = admin.get("/reindex/v1").json();
        assertThat(state.path("state").asString()).isEqualTo("done");
        assertThat(state.path("done").asLong()).isEqualTo(state.path("total").asLong());
    }
}
