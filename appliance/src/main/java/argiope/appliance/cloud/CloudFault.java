package argiope.appliance.cloud;

/// Why something with the platform failed. `code` is one of the words of `docs/api/own-routes.md` (cloud), or
/// [#DEVICE_UNKNOWN] or [#SUPERSEDED]; the message names the cause, the place and the phase.
public final class CloudFault extends Exception {
    private static final long serialVersionUID = 1;

    /// The platform does not know this device any more.
    public static final String DEVICE_UNKNOWN = "device-unknown";

    /// The platform has given this device's identity to a later registration.
    public static final String SUPERSEDED = "certificate-superseded";

    private final String code;

    public CloudFault(String code, String message) {
        super(message);
        this.code = code;
    }

    public CloudFault(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
