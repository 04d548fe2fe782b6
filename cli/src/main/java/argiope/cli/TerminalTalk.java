package argiope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// Talks on a terminal: with editing, completion by Tab, and a history of commands (never of answers).
public final class TerminalTalk implements Talk, AutoCloseable {
    private final Terminal terminal;
    private final LineReader reader;
    private List<String> words = List.of();
    private Optional<ProgressBar> bar = Optional.empty();

    /// @param history file that keeps the commands
    public TerminalTalk(Path history) throws IOException {
        terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer((_, line, candidates) -> {
                    if (line.wordIndex() == 0) for (var word : words) candidates.add(new Candidate(word));
                })
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.HISTORY_SIZE, 500)
                .build();
    }

    @Override
    public Optional<String> command(String prompt, List<String> candidates) {
        return line(prompt, candidates, false, null);
    }

    @Override
    public Optional<String> answer(String prompt, List<String> candidates) {
        return line(prompt, candidates, true, null);
    }

    @Override
    public Optional<String> secret(String prompt) {
        return line(prompt, List.of(), true, '*');
    }

    private Optional<String> line(
            String prompt,
            List<String> candidates,
            boolean forgotten,
            @org.jspecify.annotations.Nullable Character mask) {
        words = candidates;
        reader.setVariable(LineReader.DISABLE_HISTORY, forgotten);
        try {
            return Optional.of(reader.readLine(prompt, mask));
        } catch (UserInterruptException _) {
            return Optional.of("");
        } catch (EndOfFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public void say(String line) {
        terminal.writer().println(line);
        terminal.flush();
    }

    @Override
    public void progress(String what, long done, long total) {
        if (bar.isEmpty())
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName(what)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .build());
        bar.get().maxHint(total);
        bar.get().stepTo(done);
    }

    @Override
    public void progressDone() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }

    @Override
    public void close() throws IOException {
        progressDone();
        terminal.close();
    }
}
