package argiope.appliance.tracking;

/// Where to go on in an answer: opaque text, made by a store for one query and only good for that one.
/// [#START] begins with the newest.
public record Cursor(String value) {
    public static final Cursor START = new Cursor("");

    public boolean isStart() {
        return value.isEmpty();
    }
}
