package argiope.appliance.tracking;

/// The storage cannot be reached or is full; nothing has changed.
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
