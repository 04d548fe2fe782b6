package argiope.platform.intelligence;

/// Something an entity can be looked up by without the index.
///
/// @param kind `observable`, `about` (of an event), or the name of an end of a relationship
/// @param value compared exactly
public record Link(String kind, String value) {
    static final String OBSERVABLE = "observable";
    static final String ABOUT = "about";
}
