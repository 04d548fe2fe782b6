package argiope.http;

/// Turns a request into a use case's values and its answer into a response. Blocks on a virtual thread. A
/// [argiope.core.access.Refusal] becomes the answer that says so; any other exception a 500 with a trace id.
@FunctionalInterface
public interface Handler {
    Response handle(Request request) throws Exception;
}
