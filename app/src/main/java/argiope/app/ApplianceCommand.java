package argiope.app;

import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `argiope appliance`.
@Command(name = "appliance", description = "Beside a gateway: takes in its logs, finds transactions, publishes blocks.")
final class ApplianceCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Override
    public Integer call() throws Exception {
        var node = ApplianceNode.start(
                options.config().appliance(), options.folder().resolve("appliance"), Options.web(), Clock.systemUTC());
        System.out.println("Pages and API    " + node.url());
        node.firstAdmin()
                .ifPresent(made -> System.out.println("First start: sign in as "
                        + made.account().login() + " with the password " + made.password() + " (shown this once)"));
        Shutdown.closeWhenAsked(node);
        return 0;
    }
}
