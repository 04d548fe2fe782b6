package argiope.appliance.format;

/// What became of one line: accepted, skipped by a rule, or rejected with a reason. The lists are closed (access-log
/// contract, 12.4); an enum, so that the hot path makes no objects.
public enum LineOutcome {
    ACCEPTED(Kind.ACCEPTED, "accepted", ""),
    SKIP_BLANK(Kind.SKIPPED, "blank", ""),
    SKIP_DIRECTIVE(Kind.SKIPPED, "directive", ""),
    SKIP_LOG_HEADER(Kind.SKIPPED, "log-header", ""),
    SKIP_COMPANION_LOG(Kind.SKIPPED, "companion-log", ""),
    SKIP_INTER_CACHE(Kind.SKIPPED, "inter-cache", ""),
    SKIP_NO_REQUEST(Kind.SKIPPED, "no-request", ""),
    SKIP_L4_LIST_CHANGE(Kind.SKIPPED, "l4-list-change", ""),
    SKIP_NOT_WEB(Kind.SKIPPED, "not-web", ""),
    SKIP_ALERT_ONLY(Kind.SKIPPED, "alert-only", ""),
    SKIP_JOINED(Kind.SKIPPED, "joined", ""),
    SKIP_DUPLICATE(Kind.SKIPPED, "duplicate", ""),
    SKIP_USER_FILTER(Kind.SKIPPED, "user-filter", ""),
    SKIP_MANAGER(Kind.SKIPPED, "manager", ""),
    SKIP_BEYOND_RETENTION(Kind.SKIPPED, "beyond-retention", ""),
    REJECT_TOO_FEW_FIELDS(
            Kind.REJECTED,
            "too-few-fields",
            "The line ends before all fields its format needs. Check the source's format setting."),
    REJECT_FIELD_COUNT(
            Kind.REJECTED,
            "field-count",
            "The line has more fields than its header names. Check that the header line is part of the file."),
    REJECT_BAD_TIME(Kind.REJECTED, "bad-time", "The time could not be read. Check the source's format and zone."),
    REJECT_TIME_IMPLAUSIBLE(
            Kind.REJECTED,
            "time-implausible",
            "The time is before 1995 or more than a day ahead. Set the clock of the device that writes the log."),
    REJECT_BAD_CLIENT(
            Kind.REJECTED,
            "bad-client",
            "The client is no address. Switch name look-ups off in the gateway's log settings."),
    REJECT_NO_HOST(
            Kind.REJECTED, "no-host", "The line names no host. Log the full URL, or set the host in the source."),
    REJECT_NO_FIELDS_DIRECTIVE(
            Kind.REJECTED,
            "no-fields-directive",
            "The file starts without its field header. Give the source a format, or add the previous file."),
    REJECT_BAD_JSON(
            Kind.REJECTED, "bad-json", "The line is no complete JSON. Check that lines are not cut by a relay."),
    REJECT_BAD_QUOTING(Kind.REJECTED, "bad-quoting", "Quotes do not close. Check how the gateway escapes quotes."),
    REJECT_LINE_TOO_LONG(
            Kind.REJECTED,
            "line-too-long",
            "The line is longer than the limit. Raise the limit, or shorten the logged fields."),
    REJECT_UNKNOWN_FORMAT(
            Kind.REJECTED,
            "unknown-format",
            "No known format reads the line. Set the source's format, or paste its format text."),
    REJECT_TEMPLATE_RESIDUE(
            Kind.REJECTED,
            "template-residue",
            "The line holds template text where a header should be. Mend the template of the sender."),
    REJECT_INTERNAL(Kind.REJECTED, "internal", "The line could not be stored. The log of the appliance says more.");

    public enum Kind {
        ACCEPTED,
        SKIPPED,
        REJECTED
    }

    private final Kind kind;
    private final String wire;
    private final String cure;

    LineOutcome(Kind kind, String wire, String cure) {
        this.kind = kind;
        this.wire = wire;
        this.cure = cure;
    }

    public Kind kind() {
        return kind;
    }

    /// The rule or reason as the ledger shows it: `too-few-fields`.
    public String wire() {
        return wire;
    }

    /// What a person can do about a rejection; empty for the others.
    public String cure() {
        return cure;
    }
}
