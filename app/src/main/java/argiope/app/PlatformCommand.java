package argiope.app;

import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `argiope platform`.
@Command(name = "platform", description = "Where analysts investigate: portal, API, modules, casebooks.")
final class PlatformCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Override
    public Integer call() throws Exception {
        var node = PlatformNode.start(
                options.config().platform(),
                options.folder().resolve("platform"),
                Options.web(),
                "admin",
                Clock.systemUTC());
        System.out.println("Portal and API   " + node.url());
        System.out.println("Devices          " + node.enrolment());
        node.firstAdmin()
                .ifPresent(made -> System.out.println(
                        "First start: sign in as " + made.account().login() + " with the password "
                                + made.password().orElseThrow() + " (shown this once)"));
        Shutdown.closeWhenAsked(node);
        return 0;
    }
}
