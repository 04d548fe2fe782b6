package argiope.appliance.tracking;

/// The fields of a transaction that are whole numbers. Source: the access-log contract, 0.1.
public enum NumberField {
    /// Milliseconds since 1970, UTC: the stamp as logged.
    TIME("time"),
    /// Milliseconds since 1970, UTC: derived.
    START_TIME("startTime"),
    /// Milliseconds.
    DURATION("duration"),
    CLIENT_PORT("clientPort"),
    PORT("port"),
    STATUS("status"),
    BYTES_TO_CLIENT("bytesToClient"),
    BYTES_FROM_CLIENT("bytesFromClient"),
    BYTES_FROM_SERVER("bytesFromServer"),
    /// Ten times the reputation score: -100 to 100. Shown divided by ten.
    REPUTATION_SCORE("reputationScore"),
    FILE_SIZE("file.size"),
    FILE_THREAT_SCORE("file.threatScore");

    private final String wire;

    NumberField(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
