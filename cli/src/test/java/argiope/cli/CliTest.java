package argiope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Conversations by golden cases: what is typed, a line of dashes, the transcript.
class CliTest {
    private static final String DASHES = "\n----------\n";
    private static final Path CASES = Path.of("src/test/resources/argiope/cli");

    @TempDir
    Path folder;

    private TestAppliance appliance;

    @BeforeEach
    void start() {
        appliance = new TestAppliance(folder);
    }

    @AfterEach
    void stop() {
        appliance.close();
    }

    private record Talked(int exitCode, String transcript) {}

    private Talked talk(String login, String typed) {
        var out = new ByteArrayOutputStream();
        var talk = new PipeTalk(new StringReader(typed), new PrintStream(out, true, StandardCharsets.UTF_8));
        var code = new Cli(appliance.client(login), talk, Duration.ofMillis(1)).run();
        return new Talked(code, out.toString(StandardCharsets.UTF_8));
    }

    static Stream<Path> cases() throws IOException {
        try (var files = Files.list(CASES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void talksAsInTheTranscript(Path file) throws Exception {
        var text = Files.readString(file);
        var at = text.indexOf(DASHES);
        var typed = text.substring(0, at);

        var transcript = talk("admin", typed + "\n").transcript();

        assertThat(transcript).isEqualTo(text.substring(at + DASHES.length()));
    }

    @Test
    void thereAreCases() throws Exception {
        assertThat(cases().count()).isGreaterThan(8);
    }

    @Test
    void aCommitOverSomebodyElsesIsRefusedWithTheirName() {
        talk("admin", "reportingconfig\nquerytimeout\n10\n\n");
        talk("bob", "reportingconfig\nquerytimeout\n20\n\ncommit mine\n");

        var refused = talk("admin", "commit\nmine too\n");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.transcript())
                .contains("bob changed reporting.queryTimeoutSeconds at 2026-01-14T09:31:07.250Z");
    }

    @Test
    void whatIsPendingIsSharedWithAnotherSessionOfTheAccount() {
        var left = talk("admin", "reportingconfig\nctr\ny\n\nexit\n");
        var again = talk("admin", "commit again\ncommitdetail\n");

        assertThat(left.transcript()).contains("Not committed: 1 change is still pending.");
        assertThat(again.transcript()).contains("reporting.observableIndexing off -> on");
    }

    @Test
    void whoIsNoAdminSeesButDoesNotChange() {
        var talked = talk("eve", "whoami\nstatus\nreportingconfig\nctrobservable\ny\n\ncommit\n");

        assertThat(talked.exitCode()).isEqualTo(1);
        assertThat(talked.transcript())
                .contains("eve, role analyst")
                .contains("Only an account with the role admin may do this.")
                .contains("There is nothing to commit.");
    }

    @Test
    void versionAndDetailedStatusTellWhatRuns() {
        assertThat(talk("admin", "version\nstat det\n").transcript())
                .contains("Argiope appliance 1.2.3")
                .contains("Serial: serial-1")
                .contains("Java: " + Runtime.version())
                .contains("Index: 0 B, raw lines ");
    }

    @Test
    void reIndexingShowsItsProgressAndEnd() {
        var talked = talk("admin", "reportingconfig\nreindex\n\n\n");

        assertThat(talked.exitCode()).isZero();
        assertThat(talked.transcript()).containsPattern("Done: \\d+ rows? looked at\\.");
    }

    @Test
    void anApplianceThatIsNotThereIsSaid() {
        var client = appliance.client("admin");
        appliance.close();
        var out = new ByteArrayOutputStream();
        var talk = new PipeTalk(new StringReader(""), new PrintStream(out, true, StandardCharsets.UTF_8));

        var code = new Cli(client, talk).run();

        assertThat(code).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("does not answer. Is it running?");
        start();
    }

    @Test
    void aPersonSignsInByPassword() {
        var client = ApplianceClient.signIn(appliance.base(), "admin", TestAppliance.PASSWORD);
        var patch = ApplianceClient.JSON.createObjectNode();
        patch.putObject("cloud").put("enabled", true);

        assertThat(client.send("PATCH", "/settings/v1/pending", patch).has("pending"))
                .isTrue();
        assertThat(client.get("/session/v1").at("/user/login").asString()).isEqualTo("admin");
        assertThatThrownBy(() -> ApplianceClient.signIn(appliance.base(), "admin", "wrong one"))
                .isInstanceOfSatisfying(
                        ApiFault.class, fault -> assertThat(fault.code()).isEqualTo("wrong-credentials"));
        assertThatThrownBy(() -> ApplianceClient.local(folder.resolve("none"), Optional.empty()))
                .isInstanceOf(ApiFault.class);
    }

    @Test
    void whatComesFromOutsideDoesNotSteerTheTerminal() {
        assertThat(Text.safe("a\u001b[2Jb\u202ec\n")).isEqualTo("a\ufffd[2Jb\ufffdc\ufffd");
    }

    @Test
    void filesAreImportedWithTheirLedger() throws Exception {
        var log = Files.writeString(
                folder.resolve("access.log"),
                "1764000001.120    187 192.0.2.15 TCP_MISS/200 14820 GET http://www.example.org/ alice"
                        + " HIER_DIRECT/198.51.100.7 text/html\nno log line\n");
        var out = new ByteArrayOutputStream();
        var talk = new PipeTalk(new StringReader(""), new PrintStream(out, true, StandardCharsets.UTF_8));
        var command = new ImportCommand(appliance.client("admin"), talk, Duration.ofMillis(1));

        assertThat(command.run(List.of(log), "auto", false)).isZero();
        assertThat(command.run(List.of(folder.resolve("none.log")), "auto", false))
                .isEqualTo(1);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("access.log: done, 2 lines read, 1 accepted, 0 skipped, 1 rejected, format squid")
                .contains("none.log: failed");
    }

    @Test
    void aUserIsMadeAndThePasswordShownOnce() {
        var out = new ByteArrayOutputStream();
        var talk = new PipeTalk(new StringReader(""), new PrintStream(out, true, StandardCharsets.UTF_8));
        var command = new AddUserCommand(appliance.client("admin"), talk);

        assertThat(command.run("zoe", "analyst")).isZero();
        assertThat(command.run("zoe", "analyst")).isEqualTo(1);
        assertThat(command.run("max", "boss")).isEqualTo(1);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("User zoe, role analyst, password made-up-password")
                .contains("There is a user 'zoe' already.")
                .contains("The role is one of");
    }
}
