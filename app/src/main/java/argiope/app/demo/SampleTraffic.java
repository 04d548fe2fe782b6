package argiope.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Writes the access logs of a small company for some days, from a fixed seed: head office behind a WSA-like gateway,
/// a branch behind Squid. Same seed and count, same lines, only the times move with `end`.
final class SampleTraffic {
    private static final long SEED = 20_260_114;
    private static final Duration SPAN = Duration.ofDays(3);

    /// Relative traffic by hour of the day, UTC.
    private static final int[] HOURS = {
        6, 5, 4, 4, 5, 8, 25, 70, 100, 105, 100, 90, 75, 95, 105, 100, 90, 60, 35, 25, 20, 15, 10, 8
    };

    private record Site(String host, String category, String categoryName, double score, String mime, String address) {}

    private record Person(String user, String client, boolean branch) {}

    private record Line(long time, boolean branch, String text) {}

    private final Random random = new Random(SEED);
    private final List<Site> sites = sites();
    private final List<Person> people = people();
    private final double[] popularity = new double[sites.size()];

    SampleTraffic() {
        var sum = 0.0;
        for (var i = 0; i < popularity.length; i++) {
            sum += 1 / Math.pow(i + 1, 0.95);
            popularity[i] = sum;
        }
    }

    /// Writes about `count` lines that end at `end` into both files.
    void write(Path headOffice, Path branch, int count, Instant end) {
        var lines = new ArrayList<Line>(count);
        var start = end.minus(SPAN);
        var weights = new double[(int) SPAN.toHours() + 1];
        var total = 0.0;
        for (var hour = 0; hour < weights.length; hour++) {
            var at = start.plus(Duration.ofHours(hour)).atOffset(ZoneOffset.UTC);
            total += HOURS[at.getHour()];
            weights[hour] = total;
        }
        var steps = Story.steps();
        for (var i = steps.size(); i < count; i++) {
            var hour = pick(weights, total);
            var time = start.toEpochMilli() + hour * 3_600_000L + random.nextInt(3_600_000);
            if (time < end.toEpochMilli()) lines.add(ordinary(time));
        }
        for (var step : steps) {
            var time = end.toEpochMilli() - step.secondsBefore() * 1000L - 400 + random.nextInt(300);
            lines.add(new Line(time, false, planted(time, step)));
        }
        lines.sort(Comparator.comparingLong(Line::time));
        try (var office = Files.newBufferedWriter(headOffice, StandardCharsets.UTF_8);
                var outpost = Files.newBufferedWriter(branch, StandardCharsets.UTF_8)) {
            for (var line : lines) append(line.branch() ? outpost : office, line.text());
        } catch (IOException e) {
            throw new UncheckedIOException("the sample logs could not be written", e);
        }
    }

    private static void append(Writer out, String text) throws IOException {
        out.write(text);
        out.write('\n');
    }

    private int pick(double[] cumulated, double total) {
        var at = java.util.Arrays.binarySearch(cumulated, random.nextDouble() * total);
        return Math.min(at < 0 ? -at - 1 : at, cumulated.length - 1);
    }

    private Line ordinary(long time) {
        var person = people.get((int) (people.size() * Math.pow(random.nextDouble(), 1.4)));
        var site = sites.get(pick(popularity, popularity[popularity.length - 1]));
        return new Line(time, person.branch(), person.branch() ? squid(time, person, site) : wsa(time, person, site));
    }

    private static final String[] PATHS = {
        "/",
        "/index.html",
        "/api/v1/items?page=%d",
        "/assets/app.%d.js",
        "/assets/site.%d.css",
        "/img/%d.webp",
        "/feed?since=%d",
        "/docs/%d/edit",
        "/search?q=term+%d",
        "/v/%d/segment.ts"
    };

    private String path() {
        return String.format(Locale.ROOT, PATHS[random.nextInt(PATHS.length)], random.nextInt(90_000) + 1_000);
    }

    private long size() {
        return (long) (300 + Math.exp(random.nextGaussian() * 1.6 + 9));
    }

    private String squid(long time, Person person, Site site) {
        var roll = random.nextInt(1000);
        var elapsed = 5 + (long) Math.exp(random.nextGaussian() + 4.5);
        if (site.score() < -5 || (site.category().equals("IW_adv") && roll < 600))
            return squidLine(
                    time,
                    0,
                    person,
                    "TCP_DENIED/403",
                    3_911,
                    "CONNECT " + site.host() + ":443",
                    "HIER_NONE/-",
                    "text/html");
        if (roll < 420)
            return squidLine(
                    time,
                    elapsed * 40,
                    person,
                    "TCP_TUNNEL/200",
                    size(),
                    "CONNECT " + site.host() + ":443",
                    "HIER_DIRECT/" + site.address(),
                    "-");
        if (roll < 430)
            return squidLine(
                    time,
                    elapsed,
                    person,
                    "TCP_MISS/503",
                    4_310,
                    "GET http://" + site.host() + path(),
                    "HIER_NONE/-",
                    "text/html");
        var hit = roll > 850;
        return squidLine(
                time,
                elapsed,
                person,
                hit ? "TCP_MEM_HIT/200" : "TCP_MISS/200",
                size(),
                "GET http://" + site.host() + path(),
                hit ? "HIER_NONE/-" : "HIER_DIRECT/" + site.address(),
                site.mime());
    }

    private static String squidLine(
            long time, long elapsed, Person person, String code, long bytes, String request, String peer, String mime) {
        return String.format(
                Locale.ROOT,
                "%d.%03d %6d %s %s %d %s %s %s %s",
                time / 1000,
                time % 1000,
                elapsed,
                person.client(),
                code,
                bytes,
                request,
                person.user(),
                peer,
                mime);
    }

    private String wsa(long time, Person person, Site site) {
        var roll = random.nextInt(1000);
        var elapsed = 5 + (long) Math.exp(random.nextGaussian() + 4.5);
        if (site.score() < -5)
            return wsaLine(
                    time,
                    1,
                    person,
                    "TCP_DENIED/403",
                    2_101,
                    "GET",
                    "http://" + site.host() + "/",
                    "NONE/-",
                    "BLOCK_WBRS_12",
                    site,
                    "");
        if (site.category().equals("IW_adv") && roll < 600)
            return wsaLine(
                    time,
                    1,
                    person,
                    "TCP_DENIED/403",
                    2_101,
                    "GET",
                    "https://" + site.host() + ":443" + path(),
                    "NONE/-",
                    "BLOCK_WEBCAT_12",
                    site,
                    "");
        if (site.category().equals("IW_gamb"))
            return wsaLine(
                    time,
                    1,
                    person,
                    "TCP_DENIED/403",
                    3_002,
                    "GET",
                    "https://" + site.host() + ":443/",
                    "NONE/-",
                    roll < 300 ? "BLOCK_CONTINUE_WEBCAT_12" : "BLOCK_WEBCAT_12",
                    site,
                    "");
        var direct = "DIRECT/" + site.address();
        if (roll < 300)
            return wsaLine(
                    time,
                    elapsed * 40,
                    person,
                    "TCP_MISS/200",
                    size(),
                    "CONNECT",
                    "tunnel://" + site.host() + ":443/",
                    direct,
                    "PASSTHRU_WBRS_7",
                    site,
                    "");
        if (roll < 308)
            return wsaLine(
                    time,
                    elapsed,
                    person,
                    "TCP_MISS_SSL/200",
                    size(),
                    "GET",
                    "https://" + site.host() + ":443" + path(),
                    direct,
                    "MONITOR_AVC_12",
                    site,
                    "");
        if (roll < 312)
            return wsaLine(
                    time,
                    elapsed,
                    person,
                    "NONE/504",
                    0,
                    "GET",
                    "https://" + site.host() + ":443" + path(),
                    "NONE/-",
                    "OTHER",
                    site,
                    "");
        return wsaLine(
                time,
                elapsed,
                person,
                roll > 850 ? "TCP_MEM_HIT/200" : "TCP_MISS_SSL/200",
                size(),
                "GET",
                "https://" + site.host() + ":443" + path(),
                direct,
                "DEFAULT_CASE_12",
                site,
                "");
    }

    private String planted(long time, Story.Step step) {
        var person = new Person(step.user(), step.client(), false);
        var beacon = step.url().contains(Story.BEACON);
        var site = beacon
                ? new Site(Story.BEACON, "nc", "-", -3.9, "application/octet-stream", Story.BEACON)
                : new Site(Story.PAGE, "nc", "-", -4.1, "text/html", Story.PAGE_SERVER);
        var direct = "DIRECT/" + site.address();
        return switch (step.what()) {
            case BLOCKED ->
                wsaLine(
                        time,
                        1,
                        person,
                        "TCP_DENIED/403",
                        step.bytes(),
                        step.method(),
                        step.url(),
                        "NONE/-",
                        "BLOCK_WBRS_12",
                        new Site(site.host(), "nc", "-", -7.2, "-", ""),
                        "");
            case WARNED ->
                wsaLine(
                        time,
                        3,
                        person,
                        "TCP_DENIED/403",
                        step.bytes(),
                        step.method(),
                        step.url(),
                        "NONE/-",
                        "BLOCK_CONTINUE_WEBCAT_12",
                        site,
                        "");
            case MONITORED_FILE ->
                wsaLine(
                        time,
                        412,
                        person,
                        "TCP_MISS_SSL/200",
                        step.bytes(),
                        step.method(),
                        step.url(),
                        direct,
                        "MONITOR_AMP_RESP_12",
                        new Site(Story.CDN, "nc", "-", -4.1, "application/zip", Story.PAGE_SERVER),
                        Story.SHA256);
            case ALLOWED ->
                wsaLine(
                        time,
                        step.method().equals("CONNECT") ? 61_200 : 180,
                        person,
                        step.method().equals("CONNECT") ? "TCP_MISS/200" : "TCP_MISS_SSL/200",
                        step.bytes(),
                        step.method(),
                        step.url(),
                        direct,
                        step.method().equals("CONNECT") ? "DECRYPT_WBRS_7" : "DEFAULT_CASE_12",
                        site,
                        "");
        };
    }

    private static String wsaLine(
            long time,
            long elapsed,
            Person person,
            String code,
            long bytes,
            String method,
            String url,
            String peer,
            String tag,
            Site site,
            String sha256) {
        var file = sha256.isEmpty() ? "-" : Story.FILE;
        var blocked = tag.startsWith("BLOCK_");
        var block = String.format(
                Locale.ROOT,
                "<\"%s\",%.1f,1,\"-\",-,-,-,-,\"-\",-,-,-,\"-\",-,-,\"-\",\"-\",-,-,\"%s\",-,\"-\",\"%s\",\"-\",\"Unknown\","
                        + "\"Unknown\",\"-\",\"-\",%.2f,0,[Local],\"-\",\"-\",%s,\"-\",%s,%s,\"%s\",\"%s\",-,-,\"-\",->",
                site.category(),
                site.score(),
                site.category(),
                site.categoryName(),
                elapsed == 0 ? 0.0 : bytes * 8.0 / Math.max(elapsed, 1),
                sha256.isEmpty() ? "-" : "1",
                sha256.isEmpty() ? "-" : "58",
                sha256.isEmpty() ? "-" : "1",
                file,
                sha256.isEmpty() ? "-" : sha256.toUpperCase(Locale.ROOT));
        return String.format(
                Locale.ROOT,
                "%d.%03d %d %s %s %d %s %s \"%s\" %s %s %s-Staff_default-Office-NONE-NONE-NONE-%s-NONE %s -",
                time / 1000,
                time % 1000,
                elapsed,
                person.client(),
                code,
                bytes,
                method,
                url,
                person.user(),
                peer,
                method.equals("CONNECT") || blocked ? "-" : site.mime(),
                tag,
                blocked ? "NONE" : "DefaultGroup",
                block);
    }

    private static List<Person> people() {
        var office = new String[] {
            "l.brandt", "m.okafor", "s.iyer", "h.nakagawa", "e.soto", "j.castellan", "t.moreau", "a.lindqvist",
                    "d.ferrari",
            "k.osei", "n.dubois", "r.haugen", "b.kowalski", "c.marino", "f.adeyemi", "g.larsen", "i.petrov", "o.silva",
            "q.tran", "u.weber", "v.rossi", "w.chen", "x.morales", "y.tanaka", "z.novak", "build-agent-2"
        };
        var people = new ArrayList<Person>();
        for (var i = 0; i < office.length; i++)
            people.add(new Person(office[i], "192.0.2." + address(office[i], i), false));
        for (var i = 0; i < 37; i++)
            people.add(new Person(
                    "branch" + (i + 1),
                    i % 4 == 0 ? "2001:db8:20::" + Integer.toHexString(0x50 + i) : "198.18.4." + (20 + i),
                    true));
        people.sort(Comparator.comparingInt(p -> Math.floorMod(p.user().hashCode(), 997)));
        return people;
    }

    private static int address(String user, int index) {
        return switch (user) {
            case "l.brandt" -> 57;
            case "m.okafor" -> 41;
            case "s.iyer" -> 88;
            default -> 100 + index;
        };
    }

    private static List<Site> sites() {
        var names = new Random(SEED + 1);
        var sites = new ArrayList<Site>();
        add(sites, "mail.nwlab.example", "IW_mail", "Web-based Email", 6.1, "text/html");
        add(sites, "video.townhall.example", "IW_vid", "Streaming Video", 3.2, "video/mp2t");
        add(sites, "docs.officesuite.example", "IW_busi", "Business and Industry", 6.8, "application/json");
        add(sites, "updates.osvendor.example", "IW_swup", "Software Updates", 8.0, "application/octet-stream");
        add(
                sites,
                "cdn.webassets.example",
                "IW_infr",
                "Infrastructure and Content Delivery Networks",
                5.9,
                "text/javascript");
        add(sites, "registry.packages.example", "IW_comp", "Computers and Internet", 6.0, "application/gzip");
        add(sites, "wiki.nwlab.example", "IW_busi", "Business and Industry", 5.5, "text/html");
        add(sites, "news.dailypost.example", "IW_news", "News", 4.4, "text/html");
        add(sites, "ads.trackgrid.example", "IW_adv", "Advertisements", 0.4, "image/gif");
        add(sites, "api.weathermap.example", "IW_ref", "Reference", 5.0, "application/json");
        add(
                sites,
                "fonts.typefoundry.example",
                "IW_infr",
                "Infrastructure and Content Delivery Networks",
                5.7,
                "font/woff2");
        add(sites, "beacon.metricpix.example", "IW_adv", "Advertisements", -0.8, "image/gif");
        Story.LOOK_ALIKES.forEach(host -> add(sites, host, "IW_busi", "Business and Industry", 5.2, "text/html"));
        add(sites, "cdn.adswirl.example", "IW_adv", "Advertisements", 0.1, "text/javascript");
        var first =
                "amber brook cedar delta ember fjord grove harbor iris juniper kestrel lumen maple north opal pine quartz river sage tide umber vale willow xenon yarrow zephyr"
                        .split(" ");
        var second =
                "works labs shop press cloud tools media stack point line base port field house craft trade".split(" ");
        var subs = "www api cdn static img app files".split(" ");
        var kinds = new String[][] {
            {"IW_comp", "Computers and Internet", "text/html"},
            {"IW_busi", "Business and Industry", "application/json"},
            {"IW_news", "News", "text/html"},
            {"IW_shop", "Shopping", "image/webp"},
            {"IW_ref", "Reference", "text/html"},
            {"IW_adv", "Advertisements", "image/gif"},
            {"IW_saas", "SaaS and B2B", "application/json"}
        };
        for (var i = 0; i < 2400; i++) {
            var kind = kinds[names.nextInt(kinds.length)];
            var host = subs[names.nextInt(subs.length)] + "." + first[names.nextInt(first.length)]
                    + second[names.nextInt(second.length)] + (i % 7 == 0 ? "" : Integer.toString(i % 90)) + ".example";
            add(sites, host, kind[0], kind[1], Math.round(names.nextDouble() * 90) / 10.0 - 1, kind[2]);
        }
        sites.add(180, site("sweep.coinreel.example", "IW_gamb", "Gambling", -5.4, "text/html"));
        sites.add(420, site("free-gift.cardwin.example", "nc", "-", -8.3, "text/html"));
        sites.add(700, site("lucky.slotbarn.example", "IW_gamb", "Gambling", -2.0, "text/html"));
        sites.add(1500, site("paste.hidebin.example", "IW_fts", "File Transfer Services", -6.0, "text/plain"));
        return sites;
    }

    private static void add(List<Site> sites, String host, String category, String name, double score, String mime) {
        sites.add(site(host, category, name, score, mime));
    }

    private static Site site(String host, String category, String name, double score, String mime) {
        var hash = Math.floorMod(host.hashCode(), 200);
        return new Site(host, category, name, score, mime, "198.51.100." + (40 + hash));
    }
}
