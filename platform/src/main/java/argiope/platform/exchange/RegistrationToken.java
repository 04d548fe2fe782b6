package argiope.platform.exchange;

import argiope.core.text.Crockford;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a person copies to an appliance so that it may register, once: `<region>-<128 random bits>-<pin of the device
/// authority, 80 bits>`, the bits as grouped base 32. The appliance checks the pin before it shows the token to anyone.
record RegistrationToken(String region, byte[] secret, byte[] pin) {
    static final int SECRET_BYTES = 16;
    static final int PIN_BYTES = 10;
    private static final int SECRET_SYMBOLS = 26;
    private static final int PIN_SYMBOLS = 16;
    private static final int LONGEST = 120;
    private static final Pattern REGION = Pattern.compile("[a-z0-9]{1,16}");

    static Optional<RegistrationToken> read(String text) {
        var stripped = text.strip();
        var hyphen = stripped.indexOf('-');
        if (hyphen < 0 || stripped.length() > LONGEST) return Optional.empty();
        var region = stripped.substring(0, hyphen).toLowerCase(Locale.ROOT);
        var symbols = stripped.substring(hyphen).replace("-", "");
        if (!REGION.matcher(region).matches() || symbols.length() != SECRET_SYMBOLS + PIN_SYMBOLS)
            return Optional.empty();
        var secret = Crockford.decode(symbols.substring(0, SECRET_SYMBOLS));
        var pin = Crockford.decode(symbols.substring(SECRET_SYMBOLS));
        return secret.isEmpty() || pin.isEmpty()
                ? Optional.empty()
                : Optional.of(new RegistrationToken(region, secret.get(), pin.get()));
    }

    /// As shown, once.
    String text() {
        return region + "-" + grouped(Crockford.encode(secret)) + "-" + Crockford.encode(pin);
    }

    /// What is kept of it.
    String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("registration token".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String grouped(String symbols) {
        var text = new StringBuilder();
        for (var i = 0; i < symbols.length(); i++) {
            if (i > 0 && i % 5 == 0 && i < 25) text.append('-');
            text.append(symbols.charAt(i));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegistrationToken token
                && region.equals(token.region)
                && MessageDigest.isEqual(secret, token.secret)
                && Arrays.equals(pin, token.pin);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pin);
    }

    @Override
    public String toString() {
        return region + "-*****";
    }
}
