package argiope.http.platform.ctia;

import static argiope.http.platform.ctia.CtiaRoutes.expected;
import static argiope.http.platform.ctia.CtiaRoutes.flag;
import static argiope.http.platform.ctia.CtiaRoutes.pending;
import static argiope.http.platform.ctia.CtiaRoutes.require;
import static argiope.http.platform.ctia.CtiaRoutes.tag;
import static argiope.http.platform.ctia.CtiaRoutes.waitsForIndex;

import argiope.http.Request;
import argiope.http.Response;
import argiope.http.platform.ctia.CtiaRoutes.Right;
import argiope.platform.intelligence.Intelligence;
import argiope.platform.intelligence.Intelligence.Written;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.search.Search;
import argiope.platform.intelligence.search.Search.Takes;
import java.util.HashSet;
import java.util.List;

/// The routes of one type of entity.
final class EntityResource {
    private final Intelligence intelligence;
    private final EntityDescription description;

    EntityResource(Intelligence intelligence, EntityDescription description) {
        this.intelligence = intelligence;
        this.description = description;
    }

    void addTo(CtiaRoutes routes) {
        var root = "/ctia/" + description.type();
        // Fixed words before the id that would take them for one.
        routes.add("GET", root + "/search", this::search);
        routes.add("GET", root + "/search/count", this::count);
        routes.add("DELETE", root + "/search", this::deleteMatching);
        routes.add("GET", root + "/external_id/{external_id}", this::byExternalId);
        routes.add("POST", root, this::create);
        routes.add("GET", root + "/{id}", this::read);
        routes.add("PUT", root + "/{id}", this::replace);
        if (description.patchable()) routes.add("PATCH", root + "/{id}", this::patch);
        routes.add("DELETE", root + "/{id}", this::delete);
        if (description.expirable()) routes.add("POST", root + "/{id}/expire", this::expire);
    }

    private Response create(Request request) {
        var caller = require(request, description.type(), Right.CREATE);
        var waits = waitsForIndex(request);
        var written = intelligence.create(caller, description, request.json(), waits);
        var response = Response.created(written.entity().path("id").asString(), written.entity())
                .header("ETag", tag(written.version()));
        return pending(response, written.findable(), waits);
    }

    static Response written(Written written, boolean waited) {
        var response = Response.ok(written.entity()).header("ETag", tag(written.version()));
        return pending(response, written.findable(), waited);
    }

    private Response read(Request request) {
        var caller = require(request, description.type(), Right.READ);
        var read = intelligence.read(caller, description, request.path("id"));
        var tag = tag(read.version());
        if (request.header("If-None-Match").filter(tag::equals).isPresent())
            return Response.empty(304).header("ETag", tag);
        var fields = new HashSet<String>();
        for (var each : request.queries("fields")) fields.addAll(List.of(each.split(",")));
        return Response.ok(Intelligence.cut(read.entity(), description, fields)).header("ETag", tag);
    }

    private Response replace(Request request) {
        var caller = require(request, description.type(), Right.CREATE);
        var waits = waitsForIndex(request);
        return written(
                intelligence.replace(caller, description, request.path("id"), request.json(), expected(request), waits),
                waits);
    }

    private Response patch(Request request) {
        var caller = require(request, description.type(), Right.CREATE);
        var waits = waitsForIndex(request);
        return written(
                intelligence.patch(caller, description, request.path("id"), request.json(), expected(request), waits),
                waits);
    }

    private Response expire(Request request) {
        var caller = require(request, description.type(), Right.CREATE);
        var waits = waitsForIndex(request);
        return written(
                intelligence.expire(caller, description, request.path("id"), request.query("reason"), waits), waits);
    }

    private Response delete(Request request) {
        var caller = require(request, description.type(), Right.DELETE);
        intelligence.delete(caller, description, request.path("id"), expected(request), waitsForIndex(request));
        return Response.noContent();
    }

    private Search asked(Request request, Takes takes) {
        return Search.read(description, intelligence.addresses(), request.queries(), takes);
    }

    private Response search(Request request) {
        var caller = require(request, description.type(), Right.SEARCH);
        var search = asked(request, Takes.SEARCH);
        return Pages.of(search, intelligence.search(caller, search));
    }

    private Response byExternalId(Request request) {
        var caller = require(request, description.type(), Right.READ);
        var search = asked(request, Takes.LOOK_UP).withExternalId(request.path("external_id"));
        return Pages.of(search, intelligence.search(caller, search));
    }

    private Response count(Request request) {
        var caller = require(request, description.type(), Right.SEARCH);
        return Response.ok(intelligence.count(caller, asked(request, Takes.COUNT)));
    }

    private Response deleteMatching(Request request) {
        var caller = require(request, description.type(), Right.SEARCH, Right.DELETE);
        var really = flag(request, "REALLY_DELETE_ALL_THESE_ENTITIES", false);
        return Response.ok(
                intelligence.deleteMatching(caller, asked(request, Takes.DELETE), really, waitsForIndex(request)));
    }
}
