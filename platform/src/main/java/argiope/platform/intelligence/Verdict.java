package argiope.platform.intelligence;

import tools.jackson.databind.node.ObjectNode;

/// The opinion that counts now on one observable, and how it came about.
///
/// @param document as published: type, disposition, judgement, observable, valid time
/// @param trace which judgements were looked at and why this one won
public record Verdict(ObjectNode document, ObjectNode trace) {

    /// The document with the trace in it.
    public ObjectNode explained() {
        var whole = document.deepCopy();
        whole.set("trace", trace);
        return whole;
    }
}
