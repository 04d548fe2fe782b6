package argiope.appliance.tracking;

/// Text with `*` for any run of bytes. Linear but for a step back to the last `*`: no pattern explodes.
final class Glob {
    private Glob() {}

    static boolean matches(byte[] pattern, byte[] text, int from, int to) {
        var p = 0;
        var t = from;
        var star = -1;
        var mark = from;
        while (t < to) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length && pattern[p] == text[t]) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') p++;
        return p == pattern.length;
    }
}
