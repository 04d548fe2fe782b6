package argiope.platform.inspect;

import argiope.core.names.PublicSuffixes;
import argiope.core.net.Addresses;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.platform.inspect.Find.Confidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds the observables in any text: addresses, names, URLs, mail addresses, hashes, MAC addresses; defanged
/// ones too. Safe for all threads.
///
/// The text is refanged once and cut into tokens once; each token is looked at a bounded number of times and
/// nothing is tried again, so the time is linear whatever is pasted. A URL's host, a mail address's domain, and
/// what stands behind a name's slash are parts of what they stand in, not finds of their own.
public final class Inspector {
    private static final int MAX_TOKEN = 1024;
    private static final String[] SCHEMES = {"https", "http", "ftp"};
    private final Names names;

    public Inspector(PublicSuffixes suffixes) {
        names = new Names(suffixes);
    }

    /// Every observable, each once, in order of appearance.
    public List<Find> inspect(String text) {
        var pass = new Pass(Refanged.of(text));
        pass.run();
        return List.copyOf(pass.finds.values());
    }

    private final class Pass {
        private final Refanged source;
        private final char[] text;
        private final int length;
        private final int aloneFrom;
        private final int aloneTo;
        private final Map<Observable, Find> finds = new LinkedHashMap<>();

        Pass(Refanged source) {
            this.source = source;
            this.text = source.text;
            this.length = source.length;
            var from = 0;
            var to = length;
            while (from < to && isWrapping(text[from])) from++;
            while (to > from && (isWrapping(text[to - 1]) || text[to - 1] == '.')) to--;
            aloneFrom = from;
            aloneTo = to;
        }

        private static boolean isWrapping(char c) {
            return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '(' || c == ')' || c == '`';
        }

        void run() {
            for (var i = 0; i < length; ) {
                if (!Chars.isToken(text[i])) {
                    i++;
                    continue;
                }
                var end = i;
                while (end < length && Chars.isToken(text[end])) end++;
                if (end + 1 < length && text[end] == '/' && text[end + 1] == '/' && text[end - 1] == ':') {
                    var scheme = scheme(i, end - 1);
                    if (scheme >= 0) {
                        if (scheme > i) token(i, scheme, false);
                        i = url(scheme, end - 1);
                        continue;
                    }
                }
                var path = end < length && text[end] == '/' && token(i, end, true);
                if (path) while (end < length && !Chars.endsUrl(text[end]) && text[end] != ',') end++;
                else if (end >= length || text[end] != '/') token(i, end, false);
                i = Math.max(end, i + 1);
            }
        }

        /// Where `http`, `https` or `ftp` begins that ends at `colon`, or -1.
        private int scheme(int from, int colon) {
            for (var scheme : SCHEMES) {
                var at = colon - scheme.length();
                if (at < from || !matches(at, scheme)) continue;
                if (at > from && Chars.isWord(text[at - 1]) && text[at - 1] < 128 && scheme.length() < 5) continue;
                return at;
            }
            return -1;
        }

        private boolean matches(int at, String lowerCase) {
            for (var i = 0; i < lowerCase.length(); i++) if ((text[at + i] | 32) != lowerCase.charAt(i)) return false;
            return true;
        }

        /// Takes a URL in; returns where to go on.
        private int url(int from, int colon) {
            var quoted = from > 0 && text[from - 1] == '\'';
            var authority = colon + 3;
            var authorityEnd = authority;
            while (authorityEnd < length
                    && !endsAuthority(text[authorityEnd])
                    && !(quoted && text[authorityEnd] == '\'')) authorityEnd++;
            var goesOn = authorityEnd < length && isPathStart(text[authorityEnd]);
            while (!goesOn && authorityEnd > authority && trails(text[authorityEnd - 1], 0, 0)) authorityEnd--;
            var scheme = string(from, colon).toLowerCase(Locale.ROOT);
            // The host is judged before anything behind it is read: what is no URL costs no more than its host.
            var normal = authority(scheme, authority, authorityEnd);
            if (normal.isEmpty()) return colon + 3;
            var round = 0;
            var square = 0;
            var stop = authorityEnd;
            for (; goesOn && stop < length; stop++) {
                var c = text[stop];
                if (Chars.endsUrl(c) || (quoted && c == '\'')) break;
                if ((c == ',' || c == ';') && startsUrl(stop + 1)) break;
                if (c == '(') round++;
                else if (c == '[') square++;
                else if (c == ')' && --round < 0) break;
                else if (c == ']' && --square < 0) break;
            }
            while (stop > authorityEnd && trails(text[stop - 1], round, square)) {
                if (text[stop - 1] == '(') round--;
                if (text[stop - 1] == '[') square--;
                stop--;
            }
            add(
                    ObservableType.URL,
                    scheme + "://" + normal.get() + string(authorityEnd, stop),
                    from,
                    stop,
                    source.defanged(from, stop) ? "url-defanged" : "url",
                    Confidence.HIGH);
            return stop;
        }

        private static boolean isPathStart(char c) {
            return c == '/' || c == '?' || c == '#';
        }

        private static boolean endsAuthority(char c) {
            return Chars.endsUrl(c) || isPathStart(c) || c == ',' || c == ';' || c == '(' || c == ')';
        }

        private boolean startsUrl(int at) {
            for (var scheme : SCHEMES)
                if (at + scheme.length() + 2 < length && matches(at, scheme) && text[at + scheme.length()] == ':')
                    return true;
            return false;
        }

        private static boolean trails(char c, int round, int square) {
            return c == '.'
                    || c == ','
                    || c == ';'
                    || c == ':'
                    || c == '!'
                    || c == '?'
                    || c == '\''
                    || c == '*'
                    || (c == '(' && round > 0)
                    || (c == '[' && square > 0);
        }

        /// `[user@]host[:port]` in normal form, or nothing if there is no host.
        private Optional<String> authority(String scheme, int from, int to) {
            if (to - from > MAX_TOKEN) return Optional.empty();
            var user = "";
            for (var i = to - 1; i >= from; i--)
                if (text[i] == '@') {
                    user = string(from, i + 1);
                    from = i + 1;
                    break;
                }
            var hostEnd = to;
            var v6 = from < to && text[from] == '[';
            if (!v6) for (var i = from; i < to; i++) if (text[i] == ']') to = i;
            if (v6) {
                hostEnd = from;
                while (hostEnd < to && text[hostEnd] != ']') hostEnd++;
                if (hostEnd == to) return Optional.empty();
                hostEnd++;
            } else {
                for (var i = from; i < to; i++)
                    if (text[i] == ':') {
                        hostEnd = i;
                        break;
                    }
            }
            var port = "";
            if (hostEnd < to) {
                port = string(hostEnd, to);
                for (var i = 1; i < port.length(); i++) if (!Chars.isDigit(port.charAt(i))) return Optional.empty();
                if (port.charAt(0) != ':' || port.length() > 6) return Optional.empty();
            }
            var standard = switch (scheme) {
                case "http" -> ":80";
                case "https" -> ":443";
                default -> ":21";
            };
            if (port.equals(standard) || port.equals(":")) port = "";
            var host = v6
                    ? Addresses.parse(string(from + 1, hostEnd - 1))
                            .map(a -> Addresses.isV4(a) ? Addresses.text(a) : "[" + Addresses.text(a) + "]")
                    : names.hostOfUrl(string(from, hostEnd));
            var tail = port;
            var head = user;
            return host.map(h -> head + h + tail);
        }

        /// Takes in what a token without a scheme is, if anything; true if it is a name and a path follows.
        private boolean token(int from, int to, boolean beforeSlash) {
            while (from < to && isEdge(text[from]) && !(text[from] == ':' && from + 1 < to && text[from + 1] == ':'))
                from++;
            while (to > from && isEdge(text[to - 1]) && !(text[to - 1] == ':' && to - 2 >= from && text[to - 2] == ':'))
                to--;
            if (to - from < 3 || to - from > MAX_TOKEN) {
                if (to - from > MAX_TOKEN) pieces(from, to);
                return false;
            }
            var at = -1;
            var ats = 0;
            var colons = 0;
            for (var i = from; i < to; i++) {
                if (text[i] == '@') {
                    at = i;
                    ats++;
                } else if (text[i] == ':') {
                    colons++;
                }
            }
            if (ats == 1 && email(from, at, to)) return false;
            if (ats > 0) {
                split(from, to, '@', beforeSlash);
                return false;
            }
            if (colons >= 2 && (mac(from, to) || ipv6(from, to))) return false;
            if (colons > 0) return split(from, to, ':', beforeSlash);
            return simple(from, to, beforeSlash);
        }

        private static boolean isEdge(char c) {
            return c == '.' || c == '-' || c == ':' || c == '+' || c == '@' || Chars.isWideDot(c);
        }

        private boolean split(int from, int to, char separator, boolean beforeSlash) {
            var found = false;
            var start = from;
            for (var i = from; i <= to; i++) {
                if (i < to && text[i] != separator) continue;
                if (i - start >= 3)
                    found = separator == ':' ? simple(start, i, beforeSlash && i == to) : token(start, i, false);
                else found = false;
                start = i + 1;
            }
            return found && beforeSlash;
        }

        private boolean email(int from, int at, int to) {
            var start = at;
            while (start > from && isLocalPart(text[start - 1])) start--;
            while (start < at && (text[start] == '.' || text[start] == '-')) start++;
            var end = at + 1;
            while (end < to && text[end] != ':' && text[end] != '+') end++;
            while (end > at + 1 && isEdge(text[end - 1])) end--;
            if (start == at || text[at - 1] == '.' || at - start > 64) return false;
            var domain = names.domain(string(at + 1, end));
            if (domain.isEmpty()) return false;
            var sure = names.endsListed(domain.get());
            add(
                    ObservableType.EMAIL,
                    string(start, at + 1) + domain.get(),
                    start,
                    end,
                    source.defanged(start, end) ? "email-defanged" : "email",
                    sure ? Confidence.HIGH : Confidence.MEDIUM);
            return true;
        }

        private static boolean isLocalPart(char c) {
            return Chars.isWord(c) || c == '.' || c == '_' || c == '-' || c == '+';
        }

        private boolean mac(int from, int to) {
            if (to - from != 17) return false;
            var separator = text[from + 2];
            if (separator != ':' && separator != '-') return false;
            var value = new StringBuilder(17);
            for (var i = 0; i < 17; i++) {
                var c = text[from + i];
                if (i % 3 == 2 ? c != separator : !Chars.isHex(c)) return false;
                value.append(i % 3 == 2 ? ':' : lower(c));
            }
            add(ObservableType.MAC_ADDRESS, value.toString(), from, to, "mac", Confidence.HIGH);
            return true;
        }

        /// `acf2.c9a6.b34f`
        private boolean dottedMac(int from, int to) {
            if (to - from != 14 || text[from + 4] != '.' || text[from + 9] != '.') return false;
            var value = new StringBuilder(17);
            for (var i = 0; i < 14; i++) {
                if (i == 4 || i == 9) continue;
                if (!Chars.isHex(text[from + i])) return false;
                if (value.length() % 3 == 2) value.append(':');
                value.append(lower(text[from + i]));
            }
            add(ObservableType.MAC_ADDRESS, value.toString(), from, to, "mac", Confidence.MEDIUM);
            return true;
        }

        private boolean ipv6(int from, int to) {
            if (to - from > 45) return false;
            var colons = 0;
            var digits = 0;
            for (var i = from; i < to; i++) {
                if (text[i] == ':') colons++;
                else if (Chars.isDigit(text[i])) digits++;
                else if (!Chars.isHex(text[i]) && text[i] != '.') return false;
            }
            // In running text `ab::cd` is rather a name in a program, and `::` nothing at all.
            if (digits == 0 && colons < 3 && !alone(from, to)) return false;
            var address = Addresses.parse(string(from, to));
            if (address.isEmpty() || (digits == 0 && colons == to - from)) return false;
            var v4 = Addresses.isV4(address.get());
            add(
                    v4 ? ObservableType.IP : ObservableType.IPV6,
                    Addresses.text(address.get()),
                    from,
                    to,
                    v4 ? "ip-mapped" : "ipv6",
                    Confidence.HIGH);
            return true;
        }

        /// A token without `:` and `@`. True if it is a name.
        private boolean simple(int from, int to, boolean beforeSlash) {
            while (from < to && isEdge(text[from])) from++;
            while (to > from && isEdge(text[to - 1])) to--;
            if (to - from < 3) return false;
            var dots = 0;
            var other = false;
            var foreign = false;
            for (var i = from; i < to; i++) {
                var c = text[i];
                if (c == '.' || Chars.isWideDot(c)) dots++;
                else if (c > 127) foreign = true;
                else if (c == '+') other = true;
            }
            if (dots == 3 && ipv4(from, to, beforeSlash)) return false;
            if (mac(from, to) || (dots == 2 && dottedMac(from, to))) return false;
            if (dots > 0 && !other && domain(from, to, beforeSlash)) return true;
            if (foreign && dots > 0) return asciiParts(from, to, beforeSlash);
            pieces(from, to);
            return false;
        }

        private boolean ipv4(int from, int to, boolean beforeSlash) {
            if (to - from > 15) return false;
            var address = Addresses.parse(string(from, to));
            if (address.isEmpty()) return false;
            // `192.0.2.0/24` is a range; its first address is told with that doubt.
            var range = beforeSlash && to + 1 < length && Chars.isDigit(text[to + 1]);
            add(
                    ObservableType.IP,
                    Addresses.text(address.get()),
                    from,
                    to,
                    range ? "ip-of-range" : source.defanged(from, to) ? "ip-defanged" : "ip",
                    range ? Confidence.LOW : Confidence.HIGH);
            return true;
        }

        private boolean domain(int from, int to, boolean beforeSlash) {
            var name = names.domain(string(from, to));
            if (name.isEmpty()) return false;
            var defanged = source.defanged(from, to);
            var alone = alone(from, to);
            var listed = names.endsListed(name.get());
            var fileName = Names.isFileName(name.get());
            if (!defanged) {
                if (!listed) return false;
                if (fileName && !alone && !beforeSlash) return false;
                if (!alone && (inPath(from) || (!beforeSlash && isSentenceEnd(from, to)))) return false;
            }
            var rule = defanged
                    ? "domain-defanged"
                    : alone ? "domain-alone" : beforeSlash ? "domain-path" : "domain-listed";
            var sure = defanged
                    ? Confidence.HIGH
                    : fileName ? Confidence.LOW : alone || beforeSlash ? Confidence.HIGH : Confidence.MEDIUM;
            add(
                    ObservableType.DOMAIN,
                    name.get(),
                    from,
                    to,
                    rule,
                    sure,
                    fileName ? new ObservableType[] {ObservableType.FILE_NAME} : new ObservableType[0]);
            return true;
        }

        /// A part of a file path: `~/bin/run.sh`, `C:\x\y.com`.
        private boolean inPath(int from) {
            return from > 0 && (text[from - 1] == '/' || text[from - 1] == '\\');
        }

        /// `... the end.In the ...`: a missing blank, not a name.
        private boolean isSentenceEnd(int from, int to) {
            var dot = to - 1;
            while (dot > from && text[dot] != '.') dot--;
            return dot + 2 < to
                    && Character.isUpperCase(text[dot + 1])
                    && Character.isLowerCase(text[dot + 2])
                    && Character.isLowerCase(text[dot - 1]);
        }

        /// Scripts without blanks stick to names: looks at the ASCII parts alone.
        private boolean asciiParts(int from, int to, boolean beforeSlash) {
            var found = false;
            var start = from;
            for (var i = from; i <= to; i++) {
                if (i < to && text[i] < 128) continue;
                if (i - start >= 3) found = simple(start, i, beforeSlash && i == to);
                else if (i > start) found = false;
                start = i + 1;
            }
            return found && start > to;
        }

        /// Hashes, wherever they stand between signs.
        private void pieces(int from, int to) {
            var start = from;
            var hex = true;
            for (var i = from; i <= to; i++) {
                if (i < to && Chars.isWord(text[i])) {
                    hex &= Chars.isHex(text[i]);
                    continue;
                }
                if (hex) hash(start, i);
                start = i + 1;
                hex = true;
            }
        }

        private void hash(int from, int to) {
            var type = switch (to - from) {
                case 32 -> ObservableType.MD5;
                case 40 -> ObservableType.SHA1;
                case 64 -> ObservableType.SHA256;
                default -> null;
            };
            if (type == null) return;
            add(type, string(from, to).toLowerCase(Locale.ROOT), from, to, type.wire(), Confidence.HIGH);
        }

        private boolean alone(int from, int to) {
            return from == aloneFrom && to == aloneTo;
        }

        private String string(int from, int to) {
            return new String(text, from, to - from);
        }

        private static char lower(char c) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }

        private void add(
                ObservableType type,
                String value,
                int from,
                int to,
                String rule,
                Confidence confidence,
                ObservableType... rivals) {
            var observable = new Observable(type, value);
            finds.putIfAbsent(
                    observable,
                    new Find(
                            observable,
                            source.sourceFrom(from),
                            source.sourceTo(to),
                            rule,
                            confidence,
                            List.of(rivals)));
        }
    }
}
