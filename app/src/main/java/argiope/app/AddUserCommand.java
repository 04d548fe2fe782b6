package argiope.app;

import argiope.app.config.ConfigFault;
import argiope.core.access.Role;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `argiope add-user LOGIN --role R`: on each product that has data in the folder, or the one named.
@Command(name = "add-user", description = "One more account; its password is printed once.")
final class AddUserCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "LOGIN")
    private String login = "";

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "admin, analyst or read-only")
    private String role = "";

    @Option(names = "--product", paramLabel = "PRODUCT", description = "platform or appliance (default: both)")
    private String product = "";

    @Override
    public Integer call() throws Exception {
        if (Role.of(role).isEmpty())
            throw new ConfigFault("'" + role + "' is no role: admin, analyst or read-only is expected.");
        var products = products();
        return LocalTalk.talk(options.folder(), talk -> {
            var worst = 0;
            for (var each : products) {
                talk.say(each + ":");
                worst = Math.max(
                        worst,
                        OnFolder.run(
                                options,
                                each,
                                client -> new argiope.cli.AddUserCommand(client, talk).run(login, role)));
            }
            return worst;
        });
    }

    private List<String> products() {
        var all = List.of("platform", "appliance");
        if (!product.isEmpty()) {
            if (!all.contains(product))
                throw new ConfigFault("'" + product + "' is no product: platform or appliance is expected.");
            return List.of(product);
        }
        var there = all.stream()
                .filter(each -> OnFolder.hasData(options.folder().resolve(each)))
                .toList();
        if (there.isEmpty())
            throw new ConfigFault("There is no data of a platform or an appliance in " + options.folder()
                    + ". Start one first, or name the folder with --folder.");
        return there;
    }
}
