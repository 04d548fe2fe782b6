package argiope.appliance.cloud;

import argiope.core.text.Crockford;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a person pastes to register: `<region>-<secret>-<pin>`, as a platform issues it.
///
/// @param text as it is sent to the platform whose authority the pin names, and to nobody else
/// @param pin the start of the SHA-256 of the public key information of the platform's device authority
public record RegistrationToken(String region, String text, byte[] pin) {
    private static final Pattern REGION = Pattern.compile("[a-z0-9]{1,16}");
    private static final int SECRET_SYMBOLS = 26;
    private static final int PIN_SYMBOLS = 16;
    private static final int LONGEST = 120;

    /// The token this text is, or nothing.
    public static Optional<RegistrationToken> read(String text) {
        var stripped = text.strip();
        var hyphen = stripped.indexOf('-');
        if (hyphen < 0 || stripped.length() > LONGEST) return Optional.empty();
        var region = stripped.substring(0, hyphen).toLowerCase(Locale.ROOT);
        var symbols = stripped.substring(hyphen).replace("-", "");
        if (!REGION.matcher(region).matches() || symbols.length() != SECRET_SYMBOLS + PIN_SYMBOLS)
            return Optional.empty();
        if (Crockford.decode(symbols.substring(0, SECRET_SYMBOLS)).isEmpty()) return Optional.empty();
        return Crockford.decode(symbols.substring(SECRET_SYMBOLS))
                .map(pin -> new RegistrationToken(region, stripped, pin));
    }

    @Override
    public String toString() {
        return region + "-*****";
    }
}
