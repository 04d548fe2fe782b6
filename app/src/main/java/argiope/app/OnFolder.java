package argiope.app;

import argiope.app.config.DataFolder;
import argiope.cli.ApplianceClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// Work on a product's folder: through the process that holds it, else through one started for as long as it takes.
final class OnFolder {
    @FunctionalInterface
    interface Work {
        int with(ApplianceClient client) throws Exception;
    }

    private OnFolder() {}

    static boolean hasData(Path folder) {
        return Files.exists(folder.resolve("lock"));
    }

    /// @param product `platform` or `appliance`
    static int run(Options options, String product, Work work) throws Exception {
        var folder = options.folder().resolve(product);
        if (DataFolder.held(folder)) return work.with(client(folder));
        var config = options.config();
        if (product.equals("platform")) {
            try (var node = PlatformNode.start(
                    config.platform().withPorts(0, 0), folder, Options.web(), "admin", Clock.systemUTC())) {
                node.firstAdmin()
                        .ifPresent(made ->
                                sayFirst(made.account().login(), made.password().orElseThrow()));
                return work.with(client(folder));
            }
        }
        try (var node = ApplianceNode.start(config.appliance().withPort(0), folder, Options.web(), Clock.systemUTC())) {
            node.firstAdmin().ifPresent(made -> sayFirst(made.account().login(), made.password()));
            return work.with(client(folder));
        }
    }

    private static void sayFirst(String login, String password) {
        System.out.println("First start of this folder: the account " + login + " has the password " + password
                + " (shown this once)");
    }

    private static ApplianceClient client(Path folder) {
        return ApplianceClient.local(folder.resolve("local.json"), Optional.empty());
    }
}
