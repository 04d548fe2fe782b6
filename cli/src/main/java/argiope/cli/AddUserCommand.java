package argiope.cli;

/// Makes an account through a running product and prints its password once.
public final class AddUserCommand {
    private final ApplianceClient client;
    private final Talk talk;

    public AddUserCommand(ApplianceClient client, Talk talk) {
        this.client = client;
        this.talk = talk;
    }

    /// @return exit code
    public int run(String login, String role) {
        try {
            var made = client.send(
                    "POST",
                    "/users/v1",
                    ApplianceClient.JSON.createObjectNode().put("login", login).put("role", role));
            talk.say("User " + Text.text(made, "/login") + ", role " + Text.text(made, "/role") + ", password "
                    + Text.text(made, "/password"));
            talk.say("The password is shown this once.");
            return 0;
        } catch (ApiFault fault) {
            talk.say(Text.safe(fault.getMessage()));
            return 1;
        }
    }
}
