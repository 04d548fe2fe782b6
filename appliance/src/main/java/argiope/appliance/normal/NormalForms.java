package argiope.appliance.normal;

import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import argiope.core.names.PublicSuffixes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The normal forms for values that people type or programs send: what a search must compare with what rows hold.
/// Immutable, safe for all threads; for the lines of a log there are [UrlForm], [HostForm] and [UserForm].
public record NormalForms(PublicSuffixes suffixes) {

    /// A URL in parts, as a row would hold it: `key` is canonical and `""` for a tunnel or when there is no host.
    public record Url(
            String key, String scheme, String host, String domain, String path, String query, boolean schemeAssumed) {}

    /// The canonical parts of a URL, with or without a scheme.
    public Url url(String text) {
        var bytes = text.strip().getBytes(StandardCharsets.UTF_8);
        var row = new Row();
        row.load(bytes, 0, bytes.length);
        new UrlForm(new HostForm(suffixes)).read(row, 0, bytes.length, false);
        return new Url(
                row.text(TextField.URL_KEY),
                row.text(TextField.SCHEME),
                row.text(TextField.HOST),
                row.text(TextField.DOMAIN),
                row.text(TextField.PATH),
                row.text(TextField.QUERY),
                row.flags().contains("schemeAssumed"));
    }

    /// The normal form of a host name or address (IPv6 with or without brackets), or nothing if it is none.
    public Optional<String> host(String text) {
        var stripped = text.strip();
        if (stripped.startsWith("[") && stripped.endsWith("]")) stripped = stripped.substring(1, stripped.length() - 1);
        var bytes = stripped.getBytes(StandardCharsets.UTF_8);
        var row = new Row();
        row.load(bytes, 0, bytes.length);
        return new HostForm(suffixes).read(row, 0, bytes.length) && !row.flags().contains("hostInvalid")
                ? Optional.of(row.text(TextField.HOST))
                : Optional.empty();
    }

    /// The registrable domain of a host in normal form.
    public Optional<String> registrable(String host) {
        return suffixes.registrable(host);
    }

    /// The keys of a user, or nothing if the text names nobody.
    public Optional<UserForm.Key> user(String text) {
        return UserForm.key(text);
    }
}
