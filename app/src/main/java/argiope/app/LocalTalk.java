package argiope.app;

import argiope.cli.PipeTalk;
import argiope.cli.Talk;
import argiope.cli.TerminalTalk;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Who types: a terminal when there is one, else a pipe.
final class LocalTalk {
    /// Does something with the talk and answers the exit code.
    @FunctionalInterface
    interface Act {
        int with(Talk talk) throws Exception;
    }

    private LocalTalk() {}

    private static boolean onTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /// @param folder where a terminal's history is kept
    static int talk(Path folder, Act act) throws Exception {
        if (!onTerminal())
            return act.with(new PipeTalk(new InputStreamReader(System.in, StandardCharsets.UTF_8), System.out));
        try (var terminal = terminal(folder)) {
            return act.with(terminal);
        }
    }

    private static TerminalTalk terminal(Path folder) throws IOException {
        return new TerminalTalk(folder.resolve("cli-history"));
    }
}
