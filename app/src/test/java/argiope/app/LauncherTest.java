package argiope.app;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.app.running.Running;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person sees who starts it wrongly: one line that names the cause, and an exit code.
class LauncherTest {
    @TempDir
    Path folder;

    private record Ended(int code, String said) {}

    private Ended run(String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--folder");
        all.add(folder.resolve("data").toString());
        var process = Running.launch(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    @Test
    void anUnknownKeyStopsTheStartAndIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve("argiope.yaml"), "appliance:\n  prot: 1\n");

        var ended = run("appliance");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said()).contains("argiope.yaml, line 2").contains("appliance.prot");
    }

    @Test
    void aBusyPortIsNamed() throws Exception {
        try (var holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Files.createDirectories(folder.resolve("data"));
            Files.writeString(
                    folder.resolve("data").resolve("argiope.yaml"),
                    "platform:\n  port: " + holder.getLocalPort() + "\n  devicesPort: 0\n");

            var ended = run("platform");

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.said())
                    .contains("127.0.0.1:" + holder.getLocalPort())
                    .contains("Another program may hold the port");
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        var ended = run("import", folder.resolve("none.log").toString());

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said()).contains("none.log");
    }

    @Test
    void theCommandLineSaysWhenNoApplianceRuns() throws Exception {
        var ended = run("cli");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said()).contains("No appliance runs on").contains("bin/argiope appliance");
    }

    @Test
    void anUnknownRoleIsNamedWithTheKnownOnes() throws Exception {
        var ended = run("add-user", "kim", "--role", "boss");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said()).contains("'boss'").contains("analyst");
    }
}
