package argiope.app.config;

/// The start cannot go on as it was told to; the message says what is wrong and where, for a person at a terminal.
public final class ConfigFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigFault(String message) {
        super(message);
    }

    public ConfigFault(String message, Throwable cause) {
        super(message, cause);
    }
}
