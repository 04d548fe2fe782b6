package argiope.appliance.cloud;

/// Where the registration stands, as the page and the CLI show it.
public enum CloudState {
    DISABLED("disabled"),
    PENDING_COMMIT("pending-commit"),
    STARTING("starting"),
    NOT_REGISTERED("not-registered"),
    REGISTERING("registering"),
    REGISTERED("registered"),
    UNREACHABLE("unreachable"),
    DEREGISTERED_REMOTELY("deregistered-remotely");

    private final String wire;

    CloudState(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
