package argiope.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.http.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A product started as a process of its own, as a person would start it, known only by its ready file.
public final class Running implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final JsonNode ready;

    private Running(Process process, Path log, JsonNode ready) {
        this.process = process;
        this.log = log;
        this.ready = ready;
    }

    /// `demo --ports 0` in a folder, with further arguments; answers when its ready file is there.
    public static Running demo(Path folder, String... further) throws IOException {
        var readyFile = folder.resolve("ready-" + System.nanoTime() + ".json");
        var arguments = new ArrayList<>(List.of(
                "demo",
                "--ports",
                "0",
                "--folder",
                folder.resolve("data").toString(),
                "--ready-file",
                readyFile.toString()));
        arguments.addAll(List.of(further));
        return start(folder, readyFile, arguments);
    }

    private static Running start(Path folder, Path readyFile, List<String> arguments) throws IOException {
        var log = folder.resolve("log-" + System.nanoTime() + ".txt");
        var process = launch(arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Await.until(Duration.ofMinutes(3), "the ready file", () -> {
                if (!process.isAlive())
                    throw new AssertionError("it ended before it was ready:\n" + Files.readString(log));
                return Files.exists(readyFile);
            });
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
        }
        return new Running(process, log, Json.read(Files.readAllBytes(readyFile)));
    }

    /// A command of the launcher, not yet started: the class path of this test, the flags of `bin/argiope`.
    public static ProcessBuilder launch(List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dargiope.web=" + Path.of("..", "web").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "argiope.app.Argiope"));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }

    /// A value of the ready file by its path: `platform.url`.
    public String ready(String path) {
        var node = ready.at("/" + path.replace('.', '/'));
        assertThat(node.isMissingNode()).as("the ready file has " + path).isFalse();
        return node.asString();
    }

    public URI url(String path) {
        return URI.create(ready(path));
    }

    public long pid() {
        return process.pid();
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it did not stop within 30 s of being asked to");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
