package argiope.cli;

import tools.jackson.databind.JsonNode;

/// The appliance declined, or could not be reached; the message is for who typed the command.
public final class ApiFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final transient JsonNode problem;

    ApiFault(String code, String message, JsonNode problem) {
        super(message);
        this.code = code;
        this.problem = problem;
    }

    /// The stable word of the problem, such as `overtaken`; `unreachable` when nobody answered.
    public String code() {
        return code;
    }

    JsonNode problem() {
        return problem;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
