package argiope.http.platform.exchange;

import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.exchange.Device;
import argiope.platform.exchange.DeviceLinks;
import argiope.platform.exchange.Exchange;
import argiope.platform.identity.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/iroh/iroh-sse`: devices, their registration tokens, questions passed on to them. `/exchange/v1/integration`: the
/// switch that comes first.
public final class ExchangeResource {
    private static final Access READ = Access.scope("sse:read");
    private static final Access WRITE = Access.scope("sse:write");
    private static final Duration TENANT_TOKEN = Duration.ofMinutes(10);
    private static final int SHORTEST_WAIT = 1;
    private static final int LONGEST_WAIT = 30_000;
    private static final int USUAL_WAIT = 15_000;

    private final Exchange exchange;
    private final TokenSigner signer;
    private final Supplier<String> enrolment;
    private final Clock clock;

    /// @param enrolment address at which devices reach the exchange, `https://host:port`
    public ExchangeResource(Exchange exchange, TokenSigner signer, Supplier<String> enrolment, Clock clock) {
        this.exchange = exchange;
        this.signer = signer;
        this.enrolment = enrolment;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.get("/iroh/iroh-sse/device", READ, this::list);
        routes.post("/iroh/iroh-sse/device", WRITE, this::announce);
        routes.get("/iroh/iroh-sse/device/{id}", READ, this::read);
        routes.patch("/iroh/iroh-sse/device/{id}", WRITE, this::describe);
        routes.delete("/iroh/iroh-sse/device/{id}", WRITE, this::delete);
        routes.post("/iroh/iroh-sse/device/{id}/token", WRITE, this::token);
        routes.post("/iroh/iroh-sse/device/{id}/api-proxy", WRITE, this::ask);
        routes.get("/iroh/iroh-sse/tenant/token", READ, this::tenantToken);
        routes.get("/exchange/v1/integration", READ, this::integration);
        routes.put("/exchange/v1/integration", Access.ADMINS, this::switchIntegration);
    }

    private Response integration(Request request) {
        return Response.ok(integrationJson(exchange.integration(request.caller())));
    }

    private Response switchIntegration(Request request) {
        var enabled = request.jsonObject().get("enabled");
        if (enabled == null || !enabled.isBoolean())
            throw new Refusal.Invalid("missing-field", "The field 'enabled' must be true or false.");
        exchange.integration(request.caller(), enabled.booleanValue());
        return Response.ok(integrationJson(enabled.booleanValue()));
    }

    private ObjectNode integrationJson(boolean enabled) {
        return Json.object()
                .put("enabled", enabled)
                .put("region", exchange.region())
                .put("enrolment", enrolment.get());
    }

    private Response list(Request request) {
        var list = Json.MAPPER.createArrayNode();
        for (var device : exchange.devices(request.caller())) list.add(json(device));
        return Response.ok(list);
    }

    private Response announce(Request request) {
        var body = request.jsonObject();
        if (!Request.optional(body, "type").orElse(Device.TYPE).equals(Device.TYPE))
            throw new Refusal.Invalid("bad-type", "The one type of device is '" + Device.TYPE + "'.");
        var device = exchange.announce(
                request.caller(),
                Request.required(body, "name"),
                Request.optional(body, "description").orElse(""));
        return Response.created("/iroh/iroh-sse/device/" + device.device().id(), json(device));
    }

    private Response read(Request request) {
        return Response.ok(json(exchange.device(request.caller(), request.path("id"))));
    }

    private Response describe(Request request) {
        var body = request.jsonObject();
        return Response.ok(json(exchange.describe(
                request.caller(),
                request.path("id"),
                Request.optional(body, "name"),
                Request.optional(body, "description"))));
    }

    private Response delete(Request request) {
        exchange.delete(request.caller(), request.path("id"));
        return Response.noContent();
    }

    private Response token(Request request) {
        var lifetime = lifetime(request);
        var token = exchange.token(request.caller(), request.path("id"), lifetime);
        return Response.ok(Json.object().put("token", token.token()).put("expires_at", Json.time(token.expires())))
                .header("Cache-Control", "no-store");
    }

    /// `{lifetime_minutes}`, or no body for the usual hour.
    private static Duration lifetime(Request request) {
        var body = request.body();
        if (body.length == 0) return Exchange.DEFAULT_LIFETIME;
        var minutes = Json.read(body).path("lifetime_minutes");
        if (minutes.isMissingNode()) return Exchange.DEFAULT_LIFETIME;
        if (!minutes.isIntegralNumber() || !minutes.canConvertToInt())
            throw new Refusal.Invalid("bad-lifetime", "The field 'lifetime_minutes' must be a whole number.");
        return Duration.ofMinutes(minutes.intValue());
    }

    private Response ask(Request request) throws InterruptedException {
        var body = request.jsonObject();
        var method = Request.optional(body, "method").orElse("POST");
        var path = Request.required(body, "path");
        if (!method.equals("POST"))
            throw new Refusal.NotAllowed("not-proxied", "A device is asked by POST, as a relay is.");
        var wait = wait(body);
        try {
            var answer = exchange.ask(
                    request.caller(),
                    request.path("id"),
                    path.startsWith("/") ? path.substring(1) : path,
                    question(body),
                    Duration.ofMillis(wait));
            return Response.ok(answered(200, answer));
        } catch (DeviceLinks.NotConnected | DeviceLinks.AnswerLost e) {
            return Response.json(
                    504,
                    Json.object()
                            .put(
                                    "error",
                                    e instanceof DeviceLinks.NotConnected ? "device-not-connected" : "device-timeout")
                            .put("error_description", String.valueOf(e.getMessage())));
        } catch (DeviceLinks.DeviceFailed e) {
            var errors = Json.object();
            errors.putArray("errors")
                    .addObject()
                    .put("type", "fatal")
                    .put("code", e.code())
                    .put("message", String.valueOf(e.getMessage()));
            return Response.ok(answered(200, errors));
        }
    }

    /// The body for the device: JSON, or text that holds it.
    private static JsonNode question(ObjectNode request) {
        var body = request.get("body");
        if (body == null || body.isNull()) return Json.MAPPER.createArrayNode();
        if (!body.isString()) return body;
        var text = body.stringValue();
        return text.isBlank() ? Json.MAPPER.createArrayNode() : Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int wait(ObjectNode body) {
        var wait = body.get("timeout_ms");
        if (wait == null) return USUAL_WAIT;
        if (!wait.isIntegralNumber() || !wait.canConvertToInt())
            throw new Refusal.Invalid("bad-field", "The field 'timeout_ms' must be a whole number.");
        return Math.clamp(wait.intValue(), SHORTEST_WAIT, LONGEST_WAIT);
    }

    private static ObjectNode answered(int status, JsonNode body) {
        var answer = Json.object().put("status", status);
        answer.putObject("headers").put("Content-Type", "application/json");
        answer.set("body", body);
        return answer;
    }

    private Response tenantToken(Request request) {
        var caller = request.caller();
        var token = signer.sign(
                "exchange-tenant+jwt", Map.of("org_id", caller.orgId(), "region", exchange.region()), TENANT_TOKEN);
        return Response.ok(Json.object()
                        .put("token", token)
                        .put("expires_at", Json.time(clock.instant().plus(TENANT_TOKEN))))
                .header("Cache-Control", "no-store");
    }

    private static ObjectNode json(Exchange.Listed listed) {
        var device = listed.device();
        var json = Json.object()
                .put("id", device.id())
                .put("name", device.name())
                .put("type", Device.TYPE)
                .put("description", device.description())
                .put("status", listed.status().wire());
        if (!device.version().isEmpty()) json.put("version", device.version());
        if (!device.ip().isEmpty()) json.put("ip", device.ip());
        json.put("created_at", Json.time(device.createdAt()));
        time(json, "registered_at", device.registeredAt());
        time(json, "last_seen", device.lastSeen());
        return json;
    }

    private static void time(ObjectNode json, String name, Optional<Instant> time) {
        time.ifPresent(t -> json.put(name, Json.time(t)));
    }
}
