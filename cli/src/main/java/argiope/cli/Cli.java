package argiope.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A session at the appliance's command line: a prompt with the host's name, words in any case and by their
/// prefixes, menus that an empty line leaves. Almost every change is pending until `commit`.
public final class Cli {
    /// @param usage what may follow the word, or empty
    private record Command(String usage, String gloss, Action action) {}

    private interface Action {
        /// @param rest what followed the word
        boolean run(String rest);
    }

    private final ApplianceClient client;
    private final Talk talk;
    private final Commits commits;
    private final Map<String, Command> commands = new LinkedHashMap<>();
    private boolean leaving;

    /// @param poll how long to wait between two looks at something that goes on
    public Cli(ApplianceClient client, Talk talk, Duration poll) {
        this.client = client;
        this.talk = talk;
        this.commits = new Commits(client, talk);
        var status = new StatusCommands(client, talk);
        add(
                "reportingconfig",
                "",
                "Searches and observable indexing",
                _ -> new ReportingConfig(client, talk, poll).run());
        add(
                "cloudserviceconfig",
                "",
                "Cloud services and registration",
                _ -> new CloudServiceConfig(client, talk, poll).run());
        add("sourceconfig", "", "The logs that are followed", _ -> new SourceConfig(client, talk).run());
        add("commit", "[comment]", "Make pending changes count", rest -> well(() -> commits.commit(unquoted(rest))));
        add("commitdetail", "", "Show the last commit", _ -> well(commits::detail));
        add("clearchanges", "", "Throw pending changes away", _ -> well(commits::clear));
        add("status", "[detail]", "How the appliance is doing", rest -> well(() -> status.status(isDetail(rest))));
        add("version", "", "What runs here", _ -> well(status::version));
        add("whoami", "", "Who is signed in", _ -> well(status::whoAmI));
        add("help", "[command]", "This list", this::help);
        add("exit", "", "Leave; quit does the same", _ -> leave());
        add("quit", "", "", _ -> leave());
    }

    public Cli(ApplianceClient client, Talk talk) {
        this(client, talk, Duration.ofMillis(500));
    }

    private void add(String word, String usage, String gloss, Action action) {
        commands.put(word, new Command(usage, gloss, action));
    }

    private static boolean well(Runnable action) {
        action.run();
        return true;
    }

    /// Takes commands until `exit` or the end of the input. The exit code: 0, or 1 if any command was
    /// declined.
    public int run() {
        String prompt;
        try {
            prompt = Text.text(client.get("/status/v1"), "/hostname") + "> ";
        } catch (ApiFault fault) {
            talk.say(Text.safe(fault.getMessage()));
            return 1;
        }
        var words = List.copyOf(commands.keySet());
        var allWell = true;
        while (!leaving) {
            var line = talk.command(prompt, words);
            if (line.isEmpty()) {
                leave();
                break;
            }
            if (!line.get().isBlank()) allWell &= execute(line.get().strip(), words);
        }
        return allWell ? 0 : 1;
    }

    private boolean execute(String line, List<String> words) {
        var blank = line.indexOf(' ');
        var typed = blank < 0 ? line : line.substring(0, blank);
        var rest = blank < 0 ? "" : line.substring(blank + 1).strip();
        var word = typed.equals("?") ? Optional.of("help") : Words.meant(typed, words, talk);
        if (word.isEmpty()) return false;
        try {
            return command(word.get()).action().run(rest);
        } catch (ApiFault fault) {
            talk.say(Text.safe(fault.getMessage()));
            return false;
        }
    }

    private Command command(String word) {
        var command = commands.get(word);
        if (command == null) throw new IllegalStateException("no command " + word);
        return command;
    }

    private boolean help(String rest) {
        var words = List.copyOf(commands.keySet());
        if (!rest.isEmpty()) {
            var word = Words.meant(rest, words, talk);
            word.ifPresent(found -> talk.say(
                    found + " " + command(found).usage() + "  " + command(found).gloss()));
            return word.isPresent();
        }
        commands.forEach((word, command) -> {
            if (command.gloss().isEmpty()) return;
            var left = (word + " " + command.usage()).strip();
            talk.say(left + " ".repeat(Math.max(2, 22 - left.length())) + command.gloss());
        });
        talk.say("Words may be shortened. An empty answer leaves a menu; [x] is what an empty answer means.");
        return true;
    }

    private boolean leave() {
        leaving = true;
        try {
            var pending = commits.pending();
            if (pending > 0)
                talk.say("Not committed: " + Text.count(pending, "change is", "changes are") + " still pending.");
        } catch (ApiFault _) {
            // Whoever leaves need not be told that the appliance has left already.
        }
        return true;
    }

    private static boolean isDetail(String rest) {
        return !rest.isEmpty() && "detail".startsWith(rest.toLowerCase(java.util.Locale.ROOT));
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
