package argiope.app;

/// What this build is.
final class Version {
    static final String PRODUCT = "0.1.0";

    private Version() {}
}
