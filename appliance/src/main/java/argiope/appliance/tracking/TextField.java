package argiope.appliance.tracking;

/// The fields of a transaction that are text. `wire` is the name in answers; a dot makes an inner object.
/// Source: the access-log contract, 0.1.
public enum TextField {
    /// As logged, for display.
    USER("user"),
    /// Comparison key of the name part: NFKC, lower case. Not shown.
    USER_KEY("userKey"),
    /// Comparison key of the domain part, if any. Not shown.
    USER_DOMAIN("userDomain"),
    AUTH_REALM("authRealm"),
    METHOD("method"),
    /// As logged (secrets masked).
    URL("url"),
    SCHEME("scheme"),
    /// Normalised: lower case, A-labels, no trailing dot; an address in its canonical form.
    HOST("host"),
    /// Registrable domain of [#HOST]; absent for addresses, single labels and bare suffixes.
    DOMAIN("domain"),
    PATH("path"),
    QUERY("query"),
    /// Canonical URL, for exact and prefix search. Absent for tunnels. Not shown.
    URL_KEY("urlKey"),
    HIERARCHY_CODE("hierarchyCode"),
    RESULT_CODE("resultCode"),
    MIME("mime"),
    REFERRER("referrer"),
    USER_AGENT("userAgent"),
    DECISION_REASON("decisionReason"),
    POLICY("policy"),
    IDENTITY("identity"),
    APPLICATION("application"),
    APPLICATION_TYPE("applicationType"),
    MALWARE_NAME("malware.name"),
    MALWARE_CATEGORY("malware.category"),
    MALWARE_VERDICT("malware.verdict"),
    MALWARE_ENGINE("malware.engine"),
    FILE_NAME("file.name"),
    FILE_SHA256("file.sha256"),
    FILE_TYPE("file.type"),
    FILE_VERDICT("file.verdict"),
    TLS_VERSION("tls.version"),
    TLS_CIPHER("tls.cipher"),
    TLS_SNI("tls.sni"),
    TLS_SUBJECT("tls.serverCertSubject"),
    TLS_FINGERPRINT("tls.fingerprint"),
    DEVICE("device");

    private final String wire;

    TextField(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
