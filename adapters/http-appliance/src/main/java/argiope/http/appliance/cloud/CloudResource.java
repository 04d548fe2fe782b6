package argiope.http.appliance.cloud;

import argiope.appliance.cloud.Cloud;
import argiope.appliance.cloud.CloudStatus;
import argiope.appliance.settings.ApplianceSettings;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `/cloud/v1`: the registration at a platform.
public final class CloudResource {
    private final Cloud cloud;

    public CloudResource(Cloud cloud) {
        this.cloud = cloud;
    }

    public void addTo(Routes routes) {
        routes.get("/cloud/v1", Access.SIGNED_IN, _ -> answer(cloud.status()));
        routes.post(
                "/cloud/v1/register",
                Access.ADMINS,
                request -> answer(cloud.register(Request.required(request.jsonObject(), "token"))));
        routes.post("/cloud/v1/deregister", Access.ADMINS, request -> answer(cloud.deregister(force(request))));
        routes.post("/cloud/v1/cancel", Access.ADMINS, _ -> answer(cloud.cancel()));
        routes.post("/cloud/v1/retry", Access.ADMINS, _ -> answer(cloud.retry()));
    }

    private static boolean force(Request request) {
        var body = request.body();
        return body.length > 0 && Json.read(body).path("force").asBoolean(false);
    }

    private static Response answer(CloudStatus status) {
        var json = Json.object()
                .put("state", status.state().wire())
                .put("enabled", status.enabled())
                .put("server", status.server());
        servers(json, status.servers());
        json.put("observableIndexing", status.observableIndexing());
        status.device()
                .ifPresent(device -> json.putObject("device")
                        .put("id", device.deviceId())
                        .put("name", device.name())
                        .put("registeredAt", Json.time(device.registeredAt())));
        status.lastContact().ifPresent(time -> json.put("lastContact", Json.time(time)));
        status.error()
                .ifPresent(error -> json.putObject("error")
                        .put("code", error.code())
                        .put("message", error.message())
                        .put("at", Json.time(error.at())));
        status.nextRetry().ifPresent(time -> json.put("nextRetryAt", Json.time(time)));
        return Response.ok(json);
    }

    static void servers(ObjectNode json, List<ApplianceSettings.Server> servers) {
        var list = json.putArray("servers");
        for (var server : servers) list.addObject().put("name", server.name()).put("portal", server.portal());
    }
}
