package argiope.cli;

import java.util.List;
import java.util.Optional;

/// How a session talks with who types: a terminal, or a pipe.
public interface Talk {
    /// Asks for a command; may be kept in a history and completed from `words`. Empty at the end of the
    /// input.
    Optional<String> command(String prompt, List<String> words);

    /// Asks for an answer, which is kept nowhere.
    Optional<String> answer(String prompt, List<String> words);

    /// Asks for an answer that is not shown.
    Optional<String> secret(String prompt);

    void say(String line);

    /// Shows how far something is; on a terminal in place, on a pipe as a line now and then.
    void progress(String what, long done, long total);

    /// Ends the showing of progress.
    void progressDone();
}
