package argiope.core.net;

import java.util.Arrays;
import java.util.Optional;

/// A range of addresses: the first and the last, both 16 bytes. A lone address is a range of one.
public record Cidr(byte[] first, byte[] last, String text) {

    /// `192.0.2.0/24`, `2001:db8::/32` or a lone address; nothing for anything else.
    public static Optional<Cidr> parse(String text) {
        var slash = text.indexOf('/');
        var address = Addresses.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) return Optional.empty();
        var bits = 128;
        if (slash >= 0) {
            var suffix = text.substring(slash + 1);
            if (!suffix.matches("\\d{1,3}")) return Optional.empty();
            bits = Integer.parseInt(suffix) + (text.indexOf(':') < 0 ? 96 : 0);
            if (bits > 128) return Optional.empty();
        }
        var first = address.get().clone();
        var last = first.clone();
        for (var bit = bits; bit < 128; bit++) {
            first[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
            last[bit >> 3] |= (byte) (0x80 >> (bit & 7));
        }
        return Optional.of(new Cidr(first, last, text));
    }

    public boolean contains(byte[] address) {
        return Arrays.compareUnsigned(address, first) >= 0 && Arrays.compareUnsigned(address, last) <= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr range && Arrays.equals(first, range.first) && Arrays.equals(last, range.last);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + Arrays.hashCode(last);
    }
}
