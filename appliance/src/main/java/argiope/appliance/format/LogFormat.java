package argiope.appliance.format;

/// One way that gateways write their access log. Stateless; a format is one small class plus its golden cases.
public interface LogFormat {
    /// Stable short name, stored with rows: `squid`, `squid-combined`, `wsa`, `logformat`.
    String id();

    /// The name for people: "Squid native".
    String title();

    /// Whether `line[from,to)`, a payload without its envelope, bears this format's sign: a cheap look, to choose
    /// readers.
    boolean bears(byte[] line, int from, int to);

    /// Whether lines tell this format by themselves; one that needs a pasted text is not.
    default boolean isTold() {
        return true;
    }

    /// A reader of its own for one thread and one context.
    LineReader reader(ParseContext context);
}
