package argiope.appliance.format;

import argiope.core.access.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Squid `logformat` text compiled into steps: literals, and fields with their meaning, encoding and where
/// they end. One code is `%[encoding][-][[0]width[.max]][{arg}]code[{arg}]`. Source: the access-log contract,
/// 1.4.
record Logformat(List<Step> steps, List<String> warnings) {
    private static final int MAX_LENGTH = 4096;

    /// What a field is, for us.
    enum Meaning {
        SECONDS,
        MILLIS,
        START,
        TIME_LOCAL,
        TIME_GMT,
        DURATION,
        CLIENT,
        CLIENT_PORT,
        SERVER,
        USER_AUTH,
        USER_EXTERNAL,
        USER_TLS,
        USER_ANY,
        SECRET,
        TAG,
        TEXT,
        METHOD,
        URL_CLIENT,
        URL,
        SCHEME,
        DOMAIN,
        PORT,
        PATH,
        QUERY,
        STATUS,
        STATUS_SERVER,
        MIME,
        FROM_CLIENT,
        TO_CLIENT,
        FROM_SERVER,
        RESULT,
        HIERARCHY,
        ERROR,
        HEADER,
        ALL_HEADERS,
        SNI,
        SUBJECT,
        TLS_VERSION,
        TLS_CIPHER,
        BUMP,
        CERT_ERRORS,
        EXTRA
    }

    enum Encoding {
        RAW,
        QUOTED,
        BRACKETS,
        URL,
        SHELL
    }

    /// What a field looks like, to tell where one that may hold blanks ends.
    enum Shape {
        ANY,
        NUMBER,
        RESULT,
        HIERARCHY,
        ADDRESS,
        METHOD,
        TIME
    }

    sealed interface Step {}

    record Literal(byte[] text) implements Step {}

    /// @param name for extras, and the header's name of headers
    /// @param blanks whether the value may hold raw blanks
    /// @param width of a field of fixed width, or 0
    /// @param time the pattern of a local or GMT time
    record Field(
            Meaning meaning,
            String name,
            Encoding encoding,
            Shape shape,
            boolean blanks,
            int width,
            boolean mayCut,
            @Nullable TimePattern time)
            implements Step {}

    private record Code(Meaning meaning, Shape shape, boolean blanks) {}

    private static final Map<String, String> BUILT_IN = Map.of(
            "squid", "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt",
            "common", "%>a - %[un [%tl] \"%rm %ru HTTP/%rv\" %>Hs %<st %Ss:%Sh",
            "combined", "%>a - %[un [%tl] \"%rm %ru HTTP/%rv\" %>Hs %<st \"%{Referer}>h\" \"%{User-Agent}>h\" %Ss:%Sh");

    private static final Map<String, Code> CODES = codes();
    private static final List<String> LONGEST_FIRST = CODES.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
            .toList();

    private static Map<String, Code> codes() {
        var codes = new java.util.HashMap<String, Code>();
        add(codes, Meaning.SECONDS, Shape.NUMBER, "ts");
        add(codes, Meaning.MILLIS, Shape.NUMBER, "tu");
        add(codes, Meaning.START, Shape.NUMBER, "tS");
        add(codes, Meaning.TIME_LOCAL, Shape.TIME, "tl");
        add(codes, Meaning.TIME_GMT, Shape.TIME, "tg");
        add(codes, Meaning.DURATION, Shape.NUMBER, "tr");
        add(codes, Meaning.CLIENT, Shape.ADDRESS, ">a");
        add(codes, Meaning.CLIENT_PORT, Shape.NUMBER, ">p");
        add(codes, Meaning.SERVER, Shape.ADDRESS, "<a");
        add(codes, Meaning.METHOD, Shape.METHOD, "rm", ">rm");
        add(codes, Meaning.URL_CLIENT, Shape.ANY, ">ru");
        add(codes, Meaning.URL, Shape.ANY, "ru");
        add(codes, Meaning.SCHEME, Shape.ANY, ">rs", "rs");
        add(codes, Meaning.DOMAIN, Shape.ANY, ">rd", "rd");
        add(codes, Meaning.PORT, Shape.NUMBER, ">rP", "rP");
        add(codes, Meaning.PATH, Shape.ANY, "rp", ">rp");
        add(codes, Meaning.QUERY, Shape.ANY, ">rq", "rq");
        add(codes, Meaning.STATUS, Shape.NUMBER, ">Hs", "Hs");
        add(codes, Meaning.STATUS_SERVER, Shape.NUMBER, "<Hs");
        add(codes, Meaning.FROM_CLIENT, Shape.NUMBER, ">st");
        add(codes, Meaning.TO_CLIENT, Shape.NUMBER, "<st");
        add(codes, Meaning.FROM_SERVER, Shape.NUMBER, "<bs", "<sS", "<sH");
        add(codes, Meaning.RESULT, Shape.RESULT, "Ss");
        add(codes, Meaning.HIERARCHY, Shape.HIERARCHY, "Sh");
        add(codes, Meaning.SNI, Shape.ANY, "ssl::>sni");
        add(codes, Meaning.BUMP, Shape.ANY, "ssl::bump_mode");
        add(codes, Meaning.TLS_VERSION, Shape.ANY, "ssl::<negotiated_version", "ssl::>negotiated_version");
        add(codes, Meaning.TLS_CIPHER, Shape.ANY, "ssl::<negotiated_cipher", "ssl::>negotiated_cipher");
        add(codes, Meaning.ERROR, Shape.ANY, "err_code");
        add(codes, Meaning.TAG, Shape.ANY, "et");
        blanks(codes, Meaning.USER_ANY, "un");
        blanks(codes, Meaning.USER_AUTH, "ul");
        blanks(codes, Meaning.USER_EXTERNAL, "ue");
        blanks(codes, Meaning.USER_TLS, "us");
        blanks(codes, Meaning.EXTRA, "ui", "<A", "note", "err_detail");
        blanks(codes, Meaning.MIME, "mt");
        blanks(codes, Meaning.TEXT, "ea");
        blanks(codes, Meaning.SECRET, "credentials");
        blanks(codes, Meaning.HEADER, ">h", ">ha", "<h", "adapt::<last_h", "proxy_protocol::>h");
        blanks(codes, Meaning.SUBJECT, "ssl::<cert_subject");
        blanks(codes, Meaning.CERT_ERRORS, "ssl::<cert_errors");
        blanks(codes, Meaning.EXTRA, "ssl::<cert_issuer", "ssl::>cert_subject", "ssl::>cert_issuer", "ssl::<cert");
        add(codes, Meaning.EXTRA, Shape.NUMBER, "dt", "<pt", "<tt", "busy_time", "st", ">sh", "<sh", "sn");
        add(codes, Meaning.EXTRA, Shape.NUMBER, "request_attempts", "icap::tt", "<p", ">lp", "la", "lp", "<lp");
        add(codes, Meaning.EXTRA, Shape.ANY, ">A", ">eui", ">la", "oa", "<la", ">qos", "<qos", ">nfmark", "<nfmark");
        add(codes, Meaning.EXTRA, Shape.ANY, ">handshake", ">v", "<rm", "<ru", "<rs", "<rd", "<rP", "<rp", "<rq");
        add(codes, Meaning.EXTRA, Shape.ANY, "rv", ">rv", "<rv", "master_xaction", "transport::>connection_id");
        add(codes, Meaning.EXTRA, Shape.ANY, "ssl::>received_hello_version", "ssl::<received_hello_version");
        add(codes, Meaning.EXTRA, Shape.ANY, "ssl::>received_supported_version", "ssl::<received_supported_version");
        add(codes, Meaning.EXTRA, Shape.ANY, "adapt::sum_trs", "adapt::all_trs", "Sv");
        return Map.copyOf(codes);
    }

    private static void add(Map<String, Code> codes, Meaning meaning, Shape shape, String... names) {
        for (var name : names) codes.put(name, new Code(meaning, shape, false));
    }

    private static void blanks(Map<String, Code> codes, Meaning meaning, String... names) {
        for (var name : names) codes.put(name, new Code(meaning, Shape.ANY, true));
    }

    /// Compiles a format text: what stands in squid.conf, with or without `logformat NAME`, or a built-in name.
    /// Throws [Refusal.Invalid] that says what cannot be read and why.
    static Logformat compile(String text, boolean uriWhitespace) {
        if (text.length() > MAX_LENGTH) throw refuse("it is longer than " + MAX_LENGTH + " characters");
        var format = text.replace("\\\r\n", " ").replace("\\\n", " ").strip();
        if (format.startsWith("logformat ") || format.startsWith("logformat\t")) {
            format = format.substring(10).strip();
            var blank = format.indexOf(' ');
            if (blank < 0) throw refuse("nothing follows the name");
            format = format.substring(blank).strip();
        }
        format = BUILT_IN.getOrDefault(format, format);
        if (format.indexOf('\n') >= 0) throw refuse("it has more than one line; lines go on with a backslash");
        return new Compiler(format, uriWhitespace).compile();
    }

    private static Refusal.Invalid refuse(String why) {
        return new Refusal.Invalid("bad_logformat", "This logformat cannot be used: " + why + ".");
    }

    private static final class Compiler {
        private final String text;
        private final boolean uriWhitespace;
        private final List<Step> steps = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private int at;

        Compiler(String text, boolean uriWhitespace) {
            this.text = text;
            this.uriWhitespace = uriWhitespace;
        }

        Logformat compile() {
            while (at < text.length()) {
                var c = text.charAt(at++);
                if (c != '%') literal.append(c);
                else if (at < text.length() && text.charAt(at) == '%') {
                    literal.append('%');
                    at++;
                } else field();
            }
            flush();
            check();
            return new Logformat(List.copyOf(steps), List.copyOf(warnings));
        }

        private void flush() {
            if (!literal.isEmpty()) steps.add(new Literal(Bytes.of(literal.toString())));
            literal.setLength(0);
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private void field() {
            flush();
            var start = at - 1;
            var encoding = Encoding.RAW;
            switch (peek()) {
                case '"' -> encoding = Encoding.QUOTED;
                case '[' -> encoding = Encoding.BRACKETS;
                case '#' -> encoding = Encoding.URL;
                case '/' -> encoding = Encoding.SHELL;
                case '\'' -> encoding = Encoding.RAW;
                default -> at--;
            }
            at++;
            if (peek() == '-') at++;
            var widthFrom = at;
            while (Character.isDigit(peek())) at++;
            var zero = at > widthFrom && text.charAt(widthFrom) == '0';
            var width = zero && at - widthFrom <= 4 ? Integer.parseInt(text.substring(widthFrom, at)) : 0;
            var mayCut = false;
            if (peek() == '.') {
                at++;
                mayCut = true;
                while (Character.isDigit(peek())) at++;
            }
            var argument = argument();
            var name = LONGEST_FIRST.stream()
                    .filter(code -> text.startsWith(code, at))
                    .findFirst()
                    .orElse("");
            if (name.isEmpty()) {
                name = unknown();
                if (name.isEmpty()) throw refuse("nothing known follows the % at column " + (start + 1));
                if (name.equals("byte")) throw refuse("%byte makes records of several lines");
                warnings.add("%" + name + " is unknown; its values are kept as they are.");
            }
            at += name.length();
            if (argument.isEmpty()) argument = argument();
            if (name.equals("byte")) throw refuse("%byte makes records of several lines");
            var code = CODES.getOrDefault(name, new Code(Meaning.EXTRA, Shape.ANY, false));
            var meaning = code.meaning();
            var blanks = code.blanks();
            TimePattern time = null;
            if (meaning == Meaning.TIME_LOCAL || meaning == Meaning.TIME_GMT)
                time = new TimePattern(argument.isEmpty() ? TimePattern.COMMON : argument);
            if (meaning == Meaning.HEADER) {
                if (argument.isEmpty() || name.startsWith("adapt") || name.startsWith("proxy"))
                    meaning = argument.isEmpty() ? Meaning.ALL_HEADERS : Meaning.HEADER;
                var colon = argument.indexOf(':');
                if (Secrets.isSecretHeader(colon < 0 ? argument : argument.substring(0, colon)))
                    meaning = Meaning.SECRET;
            }
            if (uriWhitespace && (meaning == Meaning.URL || meaning == Meaning.URL_CLIENT)) blanks = true;
            var label = argument.isEmpty() ? name : argument.toLowerCase(Locale.ROOT) + " " + name;
            steps.add(new Field(meaning, label, encoding, code.shape(), blanks, width, mayCut, time));
        }

        private String argument() {
            if (peek() != '{') return "";
            var close = text.indexOf('}', at);
            if (close < 0) throw refuse("the brace at column " + (at + 1) + " does not close");
            var argument = text.substring(at + 1, close);
            at = close + 1;
            return argument;
        }

        private String unknown() {
            var end = at;
            if (end < text.length() && (text.charAt(end) == '<' || text.charAt(end) == '>')) end++;
            while (end < text.length()
                    && (Character.isLetterOrDigit(text.charAt(end))
                            || text.charAt(end) == '_'
                            || (text.charAt(end) == ':' && text.startsWith("::", end) && (end += 1) > 0))) end++;
            return text.substring(at, end);
        }

        private void check() {
            var fields = steps.stream()
                    .filter(Field.class::isInstance)
                    .map(Field.class::cast)
                    .map(Field::meaning)
                    .toList();
            if (!has(fields, Meaning.SECONDS, Meaning.START, Meaning.TIME_LOCAL, Meaning.TIME_GMT))
                throw refuse("it logs no time (add %ts.%03tu)");
            if (!has(fields, Meaning.CLIENT)) throw refuse("it logs no client address (add %>a)");
            if (!has(fields, Meaning.URL, Meaning.URL_CLIENT, Meaning.DOMAIN))
                throw refuse("it logs neither URL nor host (add %ru)");
            for (var i = 0; i + 1 < steps.size(); i++)
                if (steps.get(i) instanceof Field first && steps.get(i + 1) instanceof Field second) {
                    var fixed = first.width() > 0
                            || first.shape() == Shape.TIME
                            || (first.shape() == Shape.NUMBER && second.shape() != Shape.NUMBER);
                    if (!fixed)
                        throw refuse(
                                "nothing tells where %" + first.name() + " ends and %" + second.name() + " begins");
                }
        }

        private static boolean has(List<Meaning> fields, Meaning... any) {
            return Arrays.stream(any).anyMatch(fields::contains);
        }
    }
}
