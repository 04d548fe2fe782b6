package argiope.app;

import argiope.app.config.ConfigFault;
import argiope.app.config.DataFolder;
import argiope.cli.ApplianceClient;
import argiope.cli.Cli;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `argiope cli`: the appliance's command line. With the folder's key file it acts as `--user`, else it signs in.
@Command(name = "cli", description = "The appliance's command line, in the terminal or through a pipe.")
final class CliCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Option(names = "--user", paramLabel = "LOGIN", description = "whom to act as (default: the first admin)")
    private String user = "";

    @Option(names = "--appliance", paramLabel = "URL", description = "an appliance elsewhere: asks for the password")
    private @Nullable URI address;

    @Override
    public Integer call() throws Exception {
        return LocalTalk.talk(options.folder(), talk -> new Cli(client(), talk).run());
    }

    private ApplianceClient client() {
        if (address != null) return ApplianceClient.signIn(address, login(), password());
        var folder = options.folder().resolve("appliance");
        if (!DataFolder.held(folder))
            throw new ConfigFault("No appliance runs on " + options.folder()
                    + ". Start it with 'bin/argiope appliance', or name another with --appliance URL.");
        return ApplianceClient.local(
                folder.resolve("local.json"), user.isEmpty() ? Optional.empty() : Optional.of(user));
    }

    private String login() {
        if (!user.isEmpty()) return user;
        throw new ConfigFault("Say whom to sign in as with --user LOGIN.");
    }

    private static String password() {
        var fromEnvironment = System.getenv("ARGIOPE_PASSWORD");
        if (fromEnvironment != null) return fromEnvironment;
        var console = System.console();
        var typed = console == null || !console.isTerminal() ? null : console.readPassword("Password: ");
        if (typed == null) throw new ConfigFault("Set ARGIOPE_PASSWORD: there is no terminal to ask on.");
        return new String(typed);
    }
}
