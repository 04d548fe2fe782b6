package argiope.app;

import argiope.app.config.ConfigFault;
import argiope.app.config.DataFolder;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `argiope reset-admin`: whoever has the machine gets in again. The product must not be running.
@Command(name = "reset-admin", description = "A new password for the first admin; the product must be stopped.")
final class ResetAdminCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Option(names = "--product", required = true, paramLabel = "PRODUCT", description = "platform or appliance")
    private String product = "";

    @Override
    public Integer call() {
        var folder = options.folder().resolve(product);
        if (!product.equals("platform") && !product.equals("appliance"))
            throw new ConfigFault("'" + product + "' is no product: platform or appliance is expected.");
        if (!OnFolder.hasData(folder))
            throw new ConfigFault("There is no data of the " + product + " in " + options.folder() + ".");
        if (DataFolder.held(folder)) throw new ConfigFault("The " + product + " is running. Stop it first.");
        var config = options.config();
        if (product.equals("platform")) {
            try (var node = PlatformNode.start(
                    config.platform().withPorts(0, 0), folder, Options.web(), "admin", Clock.systemUTC())) {
                var made = node.identity().resetAdmin();
                say(made.account().login(), made.password().orElseThrow());
            }
            return 0;
        }
        try (var node = ApplianceNode.start(config.appliance().withPort(0), folder, Options.web(), Clock.systemUTC())) {
            var made = node.users().resetAdmin();
            say(made.account().login(), made.password());
        }
        return 0;
    }

    private static void say(String login, String password) {
        System.out.println("The account " + login + " has the new password " + password + " (shown this once)");
    }
}
