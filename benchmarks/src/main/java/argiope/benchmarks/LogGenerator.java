package argiope.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Makes Squid's native access log from a seed: the same seed, lines and start give the same bytes.
///
/// Domains follow a Zipf law over 200,000 names, users over 20,000, each user has a few clients of their own; 30 % are
/// tunnels, 2 % are refused. One address is asked for by 6 % of all lines, and one account on one machine asks for 6 %.
/// Names, paths and queries are made of syllables so that parts of URLs repeat as they do in
/// real ones. Lines come in the order of their times, spread evenly over the days.
public final class LogGenerator {
    public static final int DOMAINS = 200_000;
    public static final int USERS = 20_000;
    /// 2026-01-05T00:00:00Z
    public static final long START = 1_767_571_200_000L;

    /// How the address ends that everybody asks for now and then.
    public static final String ALIVE = "/v1/alive.json";

    private static final String[] SYLLABLES = {
        "ba", "ko", "ri", "ten", "mos", "la", "vi", "sun", "dar", "pel", "no", "quin", "tra", "fe", "lum", "os", "gre",
        "hal", "ix", "mer", "zan", "dou", "cal", "wes", "ny", "port", "sta", "ber", "ol", "mi", "ket", "ran"
    };
    private static final String[] ENDS = {
        ".com", ".com", ".com", ".net", ".org", ".example", ".io", ".fr", ".de", ".co.uk"
    };
    private static final String[] SUBS = {"www.", "", "cdn.", "api.", "static.", "img.", "mail.", "login.", "ads.", "m."
    };
    private static final String[] FILES = {
        "index.html",
        "style.css",
        "app.js",
        "logo.png",
        "photo.jpg",
        "feed.json",
        "font.woff2",
        "video.mp4",
        "track.gif",
        "data.xml"
    };
    private static final String[] TYPES = {
        "text/html",
        "text/css",
        "application/javascript",
        "image/png",
        "image/jpeg",
        "application/json",
        "font/woff2",
        "video/mp4",
        "image/gif",
        "text/xml"
    };
    private static final String[] NAMES = {"id", "q", "session", "ref", "utm_source", "page", "v", "lang", "cb", "token"
    };

    private final Random random;
    private final int domainSalt;
    private final double[] zipfDomains;
    private final double[] zipfUsers;
    private final byte[] line = new byte[2048];
    private int at;

    public LogGenerator(long seed) {
        random = new Random(seed);
        domainSalt = new Random(seed ^ 0x5DEECE66DL).nextInt();
        zipfDomains = zipf(DOMAINS, 1.0);
        zipfUsers = zipf(USERS, 0.6);
    }

    private static double[] zipf(int n, double exponent) {
        var sums = new double[n];
        var sum = 0.0;
        for (var i = 0; i < n; i++) {
            sum += 1 / Math.pow(i + 1, exponent);
            sums[i] = sum;
        }
        for (var i = 0; i < n; i++) sums[i] /= sum;
        return sums;
    }

    private int draw(double[] sums) {
        var found = java.util.Arrays.binarySearch(sums, random.nextDouble());
        return Math.min(found >= 0 ? found : -found - 1, sums.length - 1);
    }

    /// The name of a domain by its rank, 0 the most visited: the same for every generator of one seed.
    public String domain(int rank) {
        var mixed = new Random(rank * 0x9E3779B97F4A7C15L + domainSalt);
        var name = new StringBuilder();
        for (var parts = 2 + mixed.nextInt(3); parts > 0; parts--)
            name.append(SYLLABLES[mixed.nextInt(SYLLABLES.length)]);
        return name.append(rank).append(ENDS[mixed.nextInt(ENDS.length)]).toString();
    }

    /// The name of a user by rank.
    public static String user(int rank) {
        return "user" + rank;
    }

    /// One of the up to three clients of a user.
    public static String client(int userRank, int which) {
        var n = userRank * 3 + which;
        return "10." + (n >> 16 & 255) + "." + (n >> 8 & 255) + "." + (n & 255);
    }

    /// Writes a file of `lines` lines over `days` days from `start` (milliseconds since 1970).
    public void write(Path file, long lines, int days, long start) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            write(out, lines, days, start);
        }
    }

    public void write(OutputStream out, long lines, int days, long start) throws IOException {
        var span = days * 86_400_000L;
        var domains = new String[DOMAINS];
        for (var i = 0L; i < lines; i++) {
            next(start + (long) ((double) i / lines * span) + random.nextInt(3), domains);
            out.write(line, 0, at);
        }
    }

    private void next(long time, String[] domains) {
        at = 0;
        var user = draw(zipfUsers);
        var rank = draw(zipfDomains);
        var sub = SUBS[random.nextInt(100) < 60 ? 0 : random.nextInt(SUBS.length)];
        var alive = random.nextInt(100) < 6;
        var scanner = random.nextInt(100) < 6;
        if (alive) rank = 0;
        if (domains[rank] == null) domains[rank] = domain(rank);
        var tunnel = random.nextInt(100) < 30 && !alive;
        var denied = random.nextInt(100) < 2;
        var file = alive ? 5 : random.nextInt(FILES.length);
        var hit = !tunnel && random.nextInt(100) < 15;
        number(time / 1000);
        put('.');
        var millis = (int) (time % 1000);
        put((char) ('0' + millis / 100));
        put((char) ('0' + millis / 10 % 10));
        put((char) ('0' + millis % 10));
        put(' ');
        var duration = tunnel ? random.nextInt(90_000) : random.nextInt(400);
        for (var width = 100_000; width > 1 && duration < width; width /= 10) put(' ');
        number(duration);
        put(' ');
        put(scanner ? "10.200.0.5" : client(user, random.nextInt(3)));
        put(denied ? " TCP_DENIED/403 " : tunnel ? " TCP_TUNNEL/200 " : hit ? " TCP_MEM_HIT/200 " : " TCP_MISS/200 ");
        number(200 + (long) Math.exp(random.nextDouble() * 13));
        if (tunnel) {
            put(" CONNECT ");
            put(sub);
            put(domains[rank]);
            put(":443 ");
        } else {
            put(random.nextInt(100) < 5 && !alive ? " POST http://" : " GET http://");
            put(alive ? "" : sub);
            put(domains[rank]);
            if (alive) put(ALIVE);
            else path(file);
            put(' ');
        }
        if (random.nextInt(100) < 10) put('-');
        else put(scanner ? "svc-scanner" : user(user));
        if (denied || hit) {
            put(" HIER_NONE/- ");
        } else {
            put(" HIER_DIRECT/");
            var server = rank * 7 + random.nextInt(3);
            number(11 + (server >> 18 & 127));
            put('.');
            number(server >> 12 & 63);
            put('.');
            number(server >> 6 & 63);
            put('.');
            number(1 + (server & 63));
            put(' ');
        }
        put(tunnel ? "-" : TYPES[file]);
        put('\n');
    }

    private void path(int file) {
        for (var depth = random.nextInt(3); depth > 0; depth--) {
            put('/');
            put(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            put(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            if (random.nextInt(4) == 0) number(random.nextInt(1000));
        }
        put('/');
        put(FILES[file]);
        if (random.nextInt(100) < 35) {
            put('?');
            put(NAMES[random.nextInt(NAMES.length)]);
            put('=');
            put(Integer.toHexString(random.nextInt()));
            if (random.nextInt(3) == 0) {
                put('&');
                put(NAMES[random.nextInt(NAMES.length)]);
                put('=');
                number(random.nextInt(100_000));
            }
        }
    }

    private void put(char c) {
        line[at++] = (byte) c;
    }

    private void put(String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, line, at, bytes.length);
        at += bytes.length;
    }

    private void number(long value) {
        put(Long.toString(value));
    }

    /// `LogGenerator FILE LINES [DAYS] [SEED]`
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("LogGenerator FILE LINES [DAYS] [SEED]");
            System.exit(2);
        }
        var days = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        var seed = args.length > 3 ? Long.parseLong(args[3]) : 4;
        new LogGenerator(seed).write(Path.of(args[0]), Long.parseLong(args[1]), days, START);
    }
}
