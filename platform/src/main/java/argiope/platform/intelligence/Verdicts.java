package argiope.platform.intelligence;

import argiope.core.observable.Observable;
import argiope.core.verdict.Disposition;
import argiope.platform.intelligence.entity.Addresses;
import argiope.platform.intelligence.entity.Moments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Computes verdicts: of the judgements that count, the highest priority wins, then the lowest disposition number, then
/// the earliest start, the earliest creation, the id. Confidence, severity, source and number play no part.
final class Verdicts {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int TRACED = 100;

    private static final Comparator<Opinion> BY_PRIORITY =
            Comparator.comparingLong(Opinion::priority).reversed();
    private static final Comparator<Opinion> BY_DISPOSITION =
            BY_PRIORITY.thenComparingInt(o -> o.disposition().number());
    private static final Comparator<Opinion> BY_START = BY_DISPOSITION.thenComparing(Opinion::start);
    private static final Comparator<Opinion> ORDER =
            BY_START.thenComparing(Opinion::created).thenComparing(o -> o.entity.id());

    private Verdicts() {}

    private record Opinion(
            StoredEntity entity, long priority, Disposition disposition, Instant start, Instant end, Instant created) {

        static Opinion of(StoredEntity entity) {
            var body = entity.body();
            var time = body.path("valid_time");
            return new Opinion(
                    entity,
                    body.path("priority").longValue(),
                    Disposition.of(body.path("disposition").intValue()).orElse(Disposition.UNKNOWN),
                    Moments.read(time.path("start_time").asString()).orElse(Instant.EPOCH),
                    Moments.read(time.path("end_time").asString()).orElse(Moments.FOR_EVER),
                    Moments.read(body.path("created").asString()).orElse(Instant.EPOCH));
        }

        boolean validAt(Instant now) {
            return !now.isBefore(start) && now.isBefore(end);
        }
    }

    /// @param readable judgements of the observable that the caller may read
    /// @param from with or without `to`: only what was created in that time counts, valid now or not
    static Optional<Verdict> of(
            Observable observable,
            List<StoredEntity> readable,
            Optional<Instant> from,
            Optional<Instant> to,
            Instant now,
            Addresses addresses) {
        var byCreation = from.isPresent() || to.isPresent();
        Predicate<Opinion> counts = byCreation
                ? o -> from.map(f -> !o.created.isBefore(f)).orElse(true)
                        && to.map(o.created::isBefore).orElse(true)
                : o -> o.validAt(now);
        var counting = new ArrayList<Opinion>();
        var others = new ArrayList<Opinion>();
        for (var entity : readable) {
            var opinion = Opinion.of(entity);
            (counts.test(opinion) ? counting : others).add(opinion);
        }
        if (counting.isEmpty()) return Optional.empty();
        counting.sort(ORDER);
        others.sort(ORDER);
        var winner = counting.getFirst();
        var document = JSON.objectNode()
                .put("type", "verdict")
                .put("disposition", winner.disposition.number())
                .put("disposition_name", winner.disposition.wire())
                .put("judgement_id", addresses.shown(winner.entity.id()));
        document.set("observable", winner.entity.body().path("observable"));
        document.set("valid_time", winner.entity.body().path("valid_time"));
        return Optional.of(new Verdict(document, trace(observable, counting, others, byCreation, addresses)));
    }

    private static ObjectNode trace(
            Observable observable,
            List<Opinion> counting,
            List<Opinion> others,
            boolean byCreation,
            Addresses addresses) {
        var trace = JSON.objectNode()
                .put("considered", counting.size() + others.size())
                .put("expired", others.size());
        var steps = trace.putArray("steps");
        var what = observable.type().title();
        steps.add(count(counting.size() + others.size()) + " of this " + what + "; "
                + (byCreation ? others.size() + " made outside the time asked for" : others.size() + " not valid now")
                + ", " + counting.size() + " left.");
        var winner = counting.getFirst();
        narrow(steps, counting, BY_PRIORITY, "Highest priority: " + winner.priority);
        if (ties(counting, BY_PRIORITY) > 1)
            narrow(
                    steps,
                    counting,
                    BY_DISPOSITION,
                    "At equal priority the lowest disposition number: " + winner.disposition.number() + " ("
                            + winner.disposition.wire() + ")");
        if (ties(counting, BY_DISPOSITION) > 1)
            narrow(steps, counting, BY_START, "Then the earliest start: " + Moments.text(winner.start));
        if (ties(counting, BY_START) > 1) steps.add("Then the one made first, then the id.");
        var list = trace.putArray("judgements");
        for (var opinion : counting) if (list.size() < TRACED) list.add(told(opinion, true, addresses));
        for (var opinion : others) if (list.size() < TRACED) list.add(told(opinion, false, addresses));
        return trace;
    }

    private static void narrow(
            tools.jackson.databind.node.ArrayNode steps, List<Opinion> counting, Comparator<Opinion> by, String what) {
        steps.add(what + "; " + count(ties(counting, by)) + " left.");
    }

    private static String count(int judgements) {
        return judgements == 1 ? "1 judgement" : judgements + " judgements";
    }

    private static int ties(List<Opinion> sorted, Comparator<Opinion> by) {
        var first = sorted.getFirst();
        return (int) sorted.stream().filter(o -> by.compare(first, o) == 0).count();
    }

    private static ObjectNode told(Opinion opinion, boolean counts, Addresses addresses) {
        var body = opinion.entity.body();
        var told = JSON.objectNode()
                .put("judgement_id", addresses.shown(opinion.entity.id()))
                .put("disposition", opinion.disposition.number())
                .put("disposition_name", opinion.disposition.wire())
                .put("priority", opinion.priority)
                .put("source", body.path("source").asString());
        if (body.has("reason")) told.put("reason", body.path("reason").asString());
        told.set("valid_time", body.path("valid_time"));
        return told.put("counts", counts);
    }
}
