package argiope.http.appliance;

import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingQuery.Criterion;
import argiope.appliance.tracking.TrackingQuery.UrlMatch;
import argiope.core.access.Refusal;
import argiope.core.net.Cidr;
import argiope.http.Request;
import com.ibm.icu.text.IDNA;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The parameters of the web tracking calls, as a question to the store. One that is not known, or that
/// this release cannot answer, is refused by name: a filter that is silently left out would lie.
final class TrackingParameters {
    private static final int MAX_TEXT = 4000;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern STATUS = Pattern.compile("([1-9]\\d\\d)(?:-([1-9]\\d\\d))?|([1-9])xx");
    private static final IDNA NAMES = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII);
    private static final Set<String> PAGING =
            Set.of("startDate", "endDate", "offset", "cursor", "limit", "orderBy", "orderDir", "eventStream", "format");
    private static final Set<String> CRITERIA = Set.of(
            "user",
            "clientIp",
            "website",
            "url",
            "urlMatch",
            "domain",
            "serverIp",
            "sha256",
            "fileName",
            "transactionStatus",
            "urlCategory",
            "application",
            "applicationType",
            "policy",
            "malwareThreat",
            "malwareCategory",
            "wbrsFrom",
            "wbrsTo",
            "device",
            "decision",
            "status",
            "method",
            "mime",
            "bytesFrom",
            "bytesTo");
    private static final Set<String> NOT_YET = Set.of("wbrsNoScore", "wbrsThreat", "userLocation", "pageViews", "q");

    private final Request request;
    private final List<Criterion> criteria = new ArrayList<>();

    private TrackingParameters(Request request) {
        this.request = request;
    }

    /// @param urlsIndexed whether a website may be looked for in URLs
    static TrackingQuery query(Request request, boolean urlsIndexed) {
        var parameters = new TrackingParameters(request);
        parameters.checkNames();
        parameters.order();
        var range = parameters.range();
        parameters.who();
        parameters.where(urlsIndexed);
        parameters.what();
        return new TrackingQuery(range, parameters.criteria);
    }

    private void checkNames() {
        for (var name : request.queries().keySet()) {
            if (NOT_YET.contains(name)) {
                var value = request.query(name).orElse("");
                if (value.isEmpty() || value.equals("false") || value.equals("off")) continue;
                throw invalid(name, "cannot be asked for yet");
            }
            if (!PAGING.contains(name) && !CRITERIA.contains(name)) throw invalid(name, "is not known here");
        }
    }

    private void order() {
        text("orderBy").filter(by -> !by.equals("timestamp")).ifPresent(_ -> {
            throw invalid("orderBy", "can only be timestamp");
        });
        text("orderDir").filter(direction -> !direction.equals("desc")).ifPresent(_ -> {
            throw invalid("orderDir", "can only be desc");
        });
    }

    TimeRange range() {
        return range(request);
    }

    static TimeRange range(Request request) {
        var from = Times.read("startDate", required(request, "startDate"));
        var to = Times.read("endDate", required(request, "endDate"));
        if (to.isBefore(from)) throw invalid("endDate", "is before startDate");
        return new TimeRange(from, to);
    }

    private static String required(Request request, String name) {
        return request.query(name).orElseThrow(() -> invalid(name, "is missing"));
    }

    private void who() {
        text("user")
                .ifPresent(user -> criteria.add(Cidr.parse(user)
                        .<Criterion>map(TrackingQuery.Client::new)
                        .orElseGet(() -> new TrackingQuery.User(user))));
        text("clientIp").ifPresent(ip -> criteria.add(new TrackingQuery.Client(cidr("clientIp", ip))));
        equal("device", TextField.DEVICE);
    }

    private void where(boolean urlsIndexed) {
        text("website").ifPresent(site -> criteria.add(website(site, urlsIndexed)));
        text("domain").ifPresent(name -> criteria.add(new TrackingQuery.InDomain(host(name))));
        text("serverIp").ifPresent(ip -> criteria.add(new TrackingQuery.Server(cidr("serverIp", ip))));
        var match = text("urlMatch").map(word -> switch (word) {
            case "exact" -> UrlMatch.EXACT;
            case "prefix" -> UrlMatch.PREFIX;
            case "contains" -> UrlMatch.CONTAINS;
            default -> throw invalid("urlMatch", "is one of exact, prefix, contains");
        });
        text("url").ifPresent(url -> criteria.add(new TrackingQuery.Url(url, match.orElse(UrlMatch.EXACT))));
    }

    /// A host, domain or piece of a URL, as people type it.
    private static Criterion website(String text, boolean urlsIndexed) {
        if (text.contains("/") || text.contains("?")) return new TrackingQuery.Url(text, UrlMatch.PREFIX);
        var isName = text.indexOf('.') >= 0 || text.indexOf(':') >= 0;
        if (!isName && urlsIndexed && text.length() >= 3) return new TrackingQuery.Url(text, UrlMatch.CONTAINS);
        return new TrackingQuery.InDomain(host(text));
    }

    private void what() {
        text("sha256").ifPresent(hash -> {
            if (!SHA256.matcher(hash).matches()) throw invalid("sha256", "has 64 hexadecimal digits");
            criteria.add(new TrackingQuery.Sha256(hash.toLowerCase(Locale.ROOT)));
        });
        text("fileName").ifPresent(name -> criteria.add(new TrackingQuery.FileName(name)));
        decisions();
        text("status").ifPresent(status -> criteria.add(status(status)));
        equal("method", TextField.METHOD);
        equal("mime", TextField.MIME);
        equal("policy", TextField.POLICY);
        equal("application", TextField.APPLICATION);
        equal("applicationType", TextField.APPLICATION_TYPE);
        equal("malwareThreat", TextField.MALWARE_NAME);
        equal("malwareCategory", TextField.MALWARE_CATEGORY);
        text("urlCategory").ifPresent(name -> criteria.add(new TrackingQuery.Category(name)));
        if (text("wbrsFrom").isPresent() || text("wbrsTo").isPresent())
            criteria.add(new TrackingQuery.Reputation(score("wbrsFrom", -100), score("wbrsTo", 100)));
        if (text("bytesFrom").isPresent() || text("bytesTo").isPresent())
            criteria.add(new TrackingQuery.Bytes(bytes("bytesFrom", 0), bytes("bytesTo", Long.MAX_VALUE)));
    }

    private void decisions() {
        text("transactionStatus")
                .filter(word -> !word.equals("all"))
                .ifPresent(word -> criteria.add(new TrackingQuery.Decisions(
                        switch (word) {
                            case "completed" -> EnumSet.of(Decision.ALLOW, Decision.MONITOR, Decision.REDIRECT);
                            case "blocked" -> EnumSet.of(Decision.BLOCK);
                            case "monitored" -> EnumSet.of(Decision.MONITOR);
                            case "warned" -> EnumSet.of(Decision.WARN);
                            default ->
                                throw invalid(
                                        "transactionStatus", "is one of all, completed, blocked, monitored, warned");
                        })));
        var any = EnumSet.noneOf(Decision.class);
        for (var value : request.queries("decision"))
            for (var word : value.split(",", -1))
                if (!word.isBlank())
                    any.add(Decision.of(word.strip())
                            .orElseThrow(() -> invalid(
                                    "decision", "is one or more of allow, monitor, warn, block, redirect, error")));
        if (!any.isEmpty()) criteria.add(new TrackingQuery.Decisions(any));
    }

    private static Criterion status(String text) {
        var parts = STATUS.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) throw invalid("status", "is a number such as 404, a range such as 400-499, or 4xx");
        if (parts.group(3) != null) {
            var hundred = Integer.parseInt(parts.group(3)) * 100;
            return new TrackingQuery.Status(hundred, hundred + 99);
        }
        var from = Integer.parseInt(parts.group(1));
        return new TrackingQuery.Status(from, parts.group(2) == null ? from : Integer.parseInt(parts.group(2)));
    }

    private int score(String name, int fallback) {
        var text = text(name);
        if (text.isEmpty()) return fallback;
        try {
            var value = Double.parseDouble(text.get());
            if (value >= -10 && value <= 10) return (int) Math.round(value * 10);
        } catch (NumberFormatException _) {
            // said below
        }
        throw invalid(name, "is a number from -10.0 to 10.0");
    }

    private long bytes(String name, long fallback) {
        var text = text(name);
        if (text.isEmpty()) return fallback;
        try {
            var value = Long.parseLong(text.get());
            if (value >= 0) return value;
        } catch (NumberFormatException _) {
            // said below
        }
        throw invalid(name, "is a whole number of bytes");
    }

    private void equal(String name, TextField field) {
        text(name).ifPresent(value -> criteria.add(new TrackingQuery.Equal(field, value)));
    }

    private Optional<String> text(String name) {
        var value = request.query(name).map(String::strip).filter(text -> !text.isEmpty());
        if (value.isPresent() && value.get().length() > MAX_TEXT)
            throw invalid(name, "has at most " + MAX_TEXT + " characters");
        return value;
    }

    private static Cidr cidr(String name, String text) {
        return Cidr.parse(text)
                .orElseThrow(() -> invalid(name, "is an address such as 192.0.2.1 or a range such as 192.0.2.0/24"));
    }

    /// Lower case, A-labels, no dot at either end; what is no name stays as it is and finds nothing.
    private static String host(String text) {
        var name = text.startsWith("*.") ? text.substring(2) : text.startsWith(".") ? text.substring(1) : text;
        if (name.endsWith(".")) name = name.substring(0, name.length() - 1);
        if (name.chars().allMatch(c -> c < 128)) return name.toLowerCase(Locale.ROOT);
        return NAMES.nameToASCII(name, new StringBuilder(), new IDNA.Info()).toString();
    }

    static Refusal.Invalid invalid(String name, String fault) {
        return new Refusal.Invalid("bad-parameter", "The parameter '" + name + "' " + fault + ".");
    }
}
