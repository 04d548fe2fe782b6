package argiope.appliance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A named pipe carries the proof: reading it blocks until the command has written, so no test waits for a
/// clock.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChangeCommandTest {
    @TempDir
    Path folder;

    private Path pipe(String name) throws Exception {
        var pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private static ChangeCommand command(String script, Duration interval) {
        return new ChangeCommand(List.of("/bin/sh", "-c", script), interval, Clock.systemUTC());
    }

    @Test
    void runsAfterAChangeAndTheLastChangeIsAlwaysFollowed() throws Exception {
        var pipe = pipe("ran");
        try (var command = command("echo ran >'" + pipe + "'", Duration.ofMillis(100))) {
            command.changed();
            assertThat(Files.readString(pipe)).isEqualTo("ran\n");
            command.changed();
            assertThat(Files.readString(pipe)).isEqualTo("ran\n");
        }
    }

    @Test
    void changesInQuickSuccessionRunItOnceMore() throws Exception {
        var count = folder.resolve("count");
        var pipe = pipe("ran");
        var started = System.nanoTime();
        try (var command = command("echo x >>'" + count + "'; echo ran >'" + pipe + "'", Duration.ofMillis(300))) {
            for (var i = 0; i < 50; i++) command.changed();
            Files.readString(pipe);
            for (var i = 0; i < 50; i++) command.changed();
            Files.readString(pipe);
        }

        assertThat(Files.readAllLines(count)).hasSizeBetween(2, 3);
        assertThat(System.nanoTime() - started)
                .isGreaterThan(Duration.ofMillis(250).toNanos());
    }

    @Test
    void aFailureIsKeptWithItsOutput() throws Exception {
        var pipe = pipe("ran");
        try (var command = command("echo no such proxy; echo >'" + pipe + "'; exit 3", Duration.ofMillis(1))) {
            command.changed();
            Files.readString(pipe);
            // The second run starts only when the first has been kept.
            command.changed();
            Files.readString(pipe);

            var run = command.last().orElseThrow();
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.output()).isEqualTo("no such proxy");
            assertThat(run.failed()).isTrue();
        }
    }
}
