package argiope.app;

import argiope.app.config.ArgiopeConfig;
import argiope.app.config.ConfigFault;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What most commands take: where everything is written, and what is configured.
public final class Options {
    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "the one place for everything that is written (default: ./argiope-data)")
    private Path folder = Path.of("argiope-data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "configuration (default: argiope.yaml in the folder)")
    private @Nullable Path config;

    @Option(names = "--ports", paramLabel = "0", description = "0: every listener on a free port")
    private @Nullable Integer ports;

    public Path folder() {
        return folder.toAbsolutePath().normalize();
    }

    public ArgiopeConfig config() {
        var read = config == null
                ? ArgiopeConfig.read(folder().resolve("argiope.yaml"), false)
                : ArgiopeConfig.read(config, true);
        if (ports == null) return read;
        if (ports != 0)
            throw new ConfigFault(
                    "--ports takes 0 only: every listener on a free port. Fixed ports stand in argiope.yaml.");
        return new ArgiopeConfig(
                read.platform().withPorts(0, 0), read.appliance().withPort(0));
    }

    /// The folder of the built pages, as the launcher script tells it.
    public static Path web() {
        var web = System.getProperty("argiope.web");
        if (web == null) throw new ConfigFault("The pages' folder is not known: start with bin/argiope.");
        return Path.of(web);
    }
}
