package argiope.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Talks through a pipe: reads lines, and repeats each after its prompt, so that the output is a full
/// transcript.
public final class PipeTalk implements Talk {
    private static final int MAX_LINE = 64 * 1024;

    private final BufferedReader in;
    private final PrintStream out;
    private long shown = -1;

    public PipeTalk(Reader in, PrintStream out) {
        this.in = new BufferedReader(in);
        this.out = out;
    }

    @Override
    public Optional<String> command(String prompt, List<String> words) {
        return line(prompt, true);
    }

    @Override
    public Optional<String> answer(String prompt, List<String> words) {
        return line(prompt, true);
    }

    @Override
    public Optional<String> secret(String prompt) {
        return line(prompt, false);
    }

    private Optional<String> line(String prompt, boolean repeat) {
        out.print(prompt);
        out.flush();
        try {
            var line = in.readLine();
            out.println(line == null || !repeat ? "" : line);
            if (line == null) return Optional.empty();
            return Optional.of(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void progress(String what, long done, long total) {
        var tenth = total <= 0 ? 0 : done * 10 / total;
        if (tenth == shown) return;
        shown = tenth;
        out.println(what + ": " + tenth * 10 + " % (" + done + " of " + total + ")");
    }

    @Override
    public void progressDone() {
        shown = -1;
    }
}
