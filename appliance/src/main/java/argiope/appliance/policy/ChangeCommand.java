package argiope.appliance.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operator's command that makes gateways read the lists anew, such as a Squid reload. Runs after
/// changes, at most once in an interval: changes meanwhile are taken up by one later run, so the last
/// change is always followed by one. Its failure is kept for the page; it never holds up a change.
public final class ChangeCommand implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeCommand.class);
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final int TAIL = 2000;

    /// How the last run ended.
    ///
    /// @param exitCode -1 if it could not be started, -2 if it was stopped at its time limit
    /// @param output the end of what it printed
    public record Run(Instant at, int exitCode, String output) {
        public boolean failed() {
            return exitCode != 0;
        }
    }

    private final List<String> command;
    private final Duration interval;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean wanted;
    private boolean closed;
    private volatile Optional<Run> last = Optional.empty();
    private final Thread thread;

    /// @param command program and arguments; empty for none
    /// @param interval least time between two starts; five seconds for the product
    public ChangeCommand(List<String> command, Duration interval, Clock clock) {
        this.command = List.copyOf(command);
        this.interval = interval;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("block-list-command").unstarted(this::loop);
        if (!command.isEmpty()) thread.start();
    }

    public boolean isSet() {
        return !command.isEmpty();
    }

    public Optional<Run> last() {
        return last;
    }

    void changed() {
        lock.lock();
        try {
            wanted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        while (true) {
            lock.lock();
            try {
                while (!wanted && !closed) changed.awaitUninterruptibly();
                if (closed) return;
                wanted = false;
            } finally {
                lock.unlock();
            }
            var started = System.nanoTime();
            var run = run();
            last = Optional.of(run);
            if (run.failed())
                LOG.warn(
                        "the command after a block list change failed, exit code {}: {}", run.exitCode(), run.output());
            if (!rest(interval.toNanos() - (System.nanoTime() - started))) return;
        }
    }

    /// Waits; false when closed meanwhile.
    private boolean rest(long nanos) {
        var left = nanos;
        lock.lock();
        try {
            while (left > 0 && !closed) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException _) {
                    return false;
                }
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private Run run() {
        var at = clock.instant();
        try {
            var output = java.nio.file.Files.createTempFile("argiope-command", ".out");
            try {
                var process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .redirectOutput(output.toFile())
                        .start();
                boolean ended;
                try {
                    ended = process.waitFor(MOST.toSeconds(), TimeUnit.SECONDS);
                } finally {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
                var tail = tail(output);
                return ended
                        ? new Run(at, process.exitValue(), tail)
                        : new Run(at, -2, tail + "(stopped after " + MOST.toSeconds() + " s)");
            } finally {
                java.nio.file.Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return new Run(at, -1, String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            return new Run(at, -1, "The program was being stopped.");
        }
    }

    private static String tail(java.nio.file.Path file) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(file)) {
            var size = channel.size();
            channel.position(Math.max(0, size - TAIL));
            var bytes = java.nio.channels.Channels.newInputStream(channel).readNBytes(TAIL);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
