package argiope.http.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesResourceTest {
    private static final String LINE =
            "1764000001.120    187 192.0.2.15 TCP_MISS/200 14820 GET http://www.example.org/ alice HIER_DIRECT/198.51.100.7 text/html\n";

    @TempDir
    Path folder;

    private RunningAppliance appliance;

    @BeforeEach
    void start() {
        appliance = new RunningAppliance(folder, List.of());
    }

    @AfterEach
    void stop() {
        appliance.close();
    }

    @Test
    void anImportIsStartedWatchedAndFound() throws Exception {
        var log = Files.writeString(folder.resolve("access.log"), LINE.repeat(3) + "<b>no log line</b>\n");
        var admin = appliance.as(Role.ADMIN);

        var started = admin.post("/imports/v1", "{'files':['" + log + "']}");
        assertThat(started.status()).isEqualTo(202);
        var id = started.json().path("id").asString();
        assertThat(appliance.ingest.importJob(id).orElseThrow().await(Duration.ofSeconds(30)))
                .isTrue();

        var job = admin.get("/imports/v1/" + id).json();
        assertThat(job.path("state").asString()).isEqualTo("done");
        var ledger = job.at("/files/0/ledger");
        assertThat(ledger.path("read").asInt()).isEqualTo(4);
        assertThat(ledger.path("accepted").asInt()).isEqualTo(3);
        assertThat(ledger.path("rejected").asInt()).isEqualTo(1);
        assertThat(ledger.path("balanced").asBoolean()).isTrue();
        assertThat(ledger.at("/rejectedBy/0/cure").asString()).isNotEmpty();
        assertThat(ledger.at("/rejectedBy/0/samples/0").asString()).isEqualTo("<b>no log line</b>");
        var sources = admin.get("/sources/v1").json();
        assertThat(sources.at("/0/kind").asString()).isEqualTo("import");
        assertThat(sources.at("/0/detectedFormat").asString()).startsWith("squid");
        assertThat(admin.get("/status/v1").json().at("/store/transactions").asInt())
                .isEqualTo(3);
    }

    @Test
    void whatCannotBeImportedIsSaid() throws Exception {
        var admin = appliance.as(Role.ADMIN);

        for (var body : List.of(
                "{}", "{'files':[]}", "{'files':['access.log']}", "{'files':[7]}", "{'files':['/a'],'again':'yes'}"))
            assertThat(admin.post("/imports/v1", body).status()).as(body).isEqualTo(400);
        assertThat(admin.get("/imports/v1/none").status()).isEqualTo(404);
        assertThat(appliance
                        .as(Role.ANALYST)
                        .post("/imports/v1", "{'files':['/etc/passwd']}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aFileThatIsMissingFailsWithItsCause() throws Exception {
        var admin = appliance.as(Role.ADMIN);

        var id = admin.post("/imports/v1", "{'files':['" + folder + "/none.log']}")
                .json()
                .path("id")
                .asString();
        assertThat(appliance.ingest.importJob(id).orElseThrow().await(Duration.ofSeconds(30)))
                .isTrue();

        var job = admin.get("/imports/v1/" + id).json();
        assertThat(job.path("state").asString()).isEqualTo("failed");
        assertThat(job.at("/files/0/detail").asString()).isNotEmpty();
    }
}
