package argiope.app;

import argiope.app.config.ConfigFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `argiope import FILE…`: handed to the running appliance; without one, an appliance runs for as long as the import.
@Command(name = "import", description = "Takes log files in: plain, gz, zst, xz, bz2.")
final class ImportCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "log files, oldest first")
    private List<Path> files = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "an id such as squid or wsa, or a logformat line (default: found out)")
    private String format = "auto";

    @Option(names = "--again", description = "read files whole again that were read before")
    private boolean again;

    @Override
    public Integer call() throws Exception {
        var paths = files.stream().map(f -> f.toAbsolutePath().normalize()).toList();
        for (var path : paths)
            if (!Files.isReadable(path)) throw new ConfigFault("The file " + path + " is not there or cannot be read.");
        return LocalTalk.talk(
                options.folder(),
                talk -> OnFolder.run(
                        options,
                        "appliance",
                        client -> new argiope.cli.ImportCommand(client, talk, Duration.ofMillis(200))
                                .run(paths, format, again)));
    }
}
