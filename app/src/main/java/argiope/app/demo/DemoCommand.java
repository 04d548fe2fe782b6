package argiope.app.demo;

import argiope.app.ApplianceNode;
import argiope.app.Options;
import argiope.app.PlatformNode;
import argiope.app.Shutdown;
import argiope.app.config.ArgiopeConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `argiope demo`: platform and appliance in one process on loopback, filled and connected.
@Command(
        name = "demo",
        description = "Platform and appliance in one process, with sample traffic and a story to follow.")
public final class DemoCommand implements Callable<Integer> {
    static final String ADMIN = "t.moreau";

    @Mixin
    private Options options = new Options();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            arity = "1..*",
            description = "take in these logs instead of the sample (plain, gz, zst, xz, bz2)")
    private List<Path> logs = List.of();

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "written when all is up and searchable: addresses, users, client")
    private @Nullable Path readyFile;

    @Override
    public Integer call() throws Exception {
        var config = named(options.config());
        var folder = options.folder();
        var web = Options.web();
        var clock = Clock.systemUTC();
        var platform = PlatformNode.start(config.platform(), folder.resolve("platform"), web, ADMIN, clock);
        try {
            var appliance = ApplianceNode.start(config.appliance(), folder.resolve("appliance"), web, clock);
            try {
                var demo =
                        new Demo(platform, appliance, folder, config.platform().region(), clock);
                demo.makeReady(logs.stream()
                        .map(Path::toAbsolutePath)
                        .map(Path::normalize)
                        .toList());
                if (readyFile != null) demo.writeReadyFile(readyFile);
                demo.sayWhereToClick();
            } catch (Exception | Error e) {
                appliance.close();
                throw e;
            }
            Shutdown.closeWhenAsked(() -> {
                appliance.close();
                platform.close();
            });
            return 0;
        } catch (Exception | Error e) {
            platform.close();
            throw e;
        }
    }

    /// Names of the story where nothing is configured.
    private static ArgiopeConfig named(ArgiopeConfig config) {
        var platform = config.platform();
        var appliance = config.appliance();
        var defaults = ArgiopeConfig.defaults().platform();
        return new ArgiopeConfig(
                platform.organisation().equals(defaults.organisation())
                        ? platform.withOrganisation("Northwind Lab")
                        : platform,
                appliance.hostname().isEmpty() ? appliance.withHostname("gw1.nwlab.example") : appliance);
    }
}
