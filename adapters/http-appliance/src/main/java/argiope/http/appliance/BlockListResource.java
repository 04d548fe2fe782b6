package argiope.http.appliance;

import argiope.appliance.policy.BlockEntry;
import argiope.appliance.policy.PublishedBlockList;
import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// `/blocklist/v1`: what is blocked. `/lists/{secret}/…`: the lists that gateways fetch, open to who knows
/// the secret.
public final class BlockListResource {
    private final PublishedBlockList list;
    private final Supplier<String> base;

    /// @param base address that gateways reach this appliance at, without a slash at the end
    public BlockListResource(PublishedBlockList list, Supplier<String> base) {
        this.list = list;
        this.base = base;
    }

    public void addTo(Routes routes) {
        routes.get("/blocklist/v1", Access.SIGNED_IN, this::read);
        routes.post("/blocklist/v1", Access.WRITERS, this::block);
        routes.delete("/blocklist/v1/{id}", Access.WRITERS, this::remove);
        routes.post("/blocklist/v1/secret", Access.ADMINS, this::newSecret);
        routes.get("/lists/{secret}/{file}", Access.OPEN, this::file);
    }

    private Response read(Request request) {
        var json = Json.object();
        var entries = json.putArray("entries");
        for (var entry : list.entries()) entries.add(json(entry));
        var files = json.putObject("files");
        list.files().forEach((kind, path) -> files.put(kind, path.toString()));
        // The addresses carry the secret: whoever may not change the list does not need them.
        if (request.caller().role() != argiope.core.access.Role.READ_ONLY) json.set("addresses", addresses());
        else json.putObject("addresses");
        json.put("generation", list.published().generation());
        list.command()
                .last()
                .ifPresent(run -> json.putObject("command")
                        .put("state", run.failed() ? "failed" : "ok")
                        .put("exitCode", run.exitCode())
                        .put("output", run.output())
                        .put("at", Json.time(run.at())));
        return Response.ok(json);
    }

    private ObjectNode addresses() {
        var json = Json.object();
        var start = base.get() + "/lists/" + list.secret() + "/";
        json.put("domains", start + "domains.txt")
                .put("urls", start + "urls.txt")
                .put("ips", start + "ips.txt")
                .put("sha256", start + "sha256.txt")
                .put("squid", start + "squid.conf");
        return json;
    }

    private Response block(Request request) {
        var body = request.jsonObject();
        var type = Request.required(body, "type");
        var observable = new Observable(
                ObservableType.of(type)
                        .orElseThrow(() ->
                                new Refusal.Invalid("bad-type", "The type is one of domain, url, ip, ipv6, sha256.")),
                Request.required(body, "value"));
        var added = list.add(
                observable,
                Request.optional(body, "reason").orElse(""),
                request.caller().login(),
                Request.optional(body, "until").map(BlockListResource::time),
                "");
        var json = json(added.entry());
        return added.isNew() ? Response.created("/blocklist/v1/" + added.entry().id(), json) : Response.ok(json);
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new Refusal.Invalid("bad-until", "The end must be a time such as 2026-03-01T12:00:00Z.");
        }
    }

    private Response remove(Request request) {
        if (list.remove(request.path("id")).isEmpty())
            throw new Refusal.NotFound("no-such-entry", "The block list has no such entry; it may be removed already.");
        return Response.noContent();
    }

    private Response newSecret(Request request) {
        list.newSecret();
        return Response.ok(addresses());
    }

    private Response file(Request request) {
        var text = list.isSecret(request.path("secret"))
                ? list.published().text(request.path("file"))
                : Optional.<String>empty();
        if (text.isEmpty()) throw new Refusal.NotFound("no-such-list", "There is nothing at this address.");
        var bytes = text.get().getBytes(StandardCharsets.UTF_8);
        var tag = tag(bytes);
        if (request.header("If-None-Match").map(known -> known.contains(tag)).orElse(false))
            return Response.empty(304).header("ETag", tag);
        return Response.bytes(200, "text/plain; charset=utf-8", bytes)
                .header("ETag", tag)
                .header("Cache-Control", "no-cache");
    }

    private static String tag(byte[] bytes) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode json(BlockEntry entry) {
        var json = Json.object()
                .put("id", entry.id())
                .put("type", entry.observable().type().wire())
                .put("value", entry.observable().value())
                .put("reason", entry.reason())
                .put("by", entry.by())
                .put("at", Json.time(entry.at()));
        entry.until().ifPresent(until -> json.put("until", Json.time(until)));
        if (!entry.key().isEmpty()) json.put("origin", "platform");
        return json;
    }
}
