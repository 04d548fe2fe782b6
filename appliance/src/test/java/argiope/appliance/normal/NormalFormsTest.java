package argiope.appliance.normal;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.names.PublicSuffixes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalFormsTest {
    private final NormalForms forms = new NormalForms(PublicSuffixes.shipped());

    @ParameterizedTest
    @CsvSource({
        "http://Example.com, http://example.com/",
        "https://example.com:443/a, https://example.com/a",
        "https://example.com:8443/a, https://example.com:8443/a",
        "http://u:p@example.com/, http://example.com/",
        "http://example.com/a/../b/./c/.., http://example.com/b/",
        "http://example.com/../../x, http://example.com/x",
        "http://example.com/%41%2f%e9?%7E=%2b#f, http://example.com/A%2F%E9?~=%2B",
        "http://example.com?x, http://example.com/?x",
        "example.com/x, http://example.com/x",
        "example.com:443/x, https://example.com/x",
        "http://[2001:DB8:0::1]:80/, http://[2001:db8::1]/",
        "http://[::ffff:192.0.2.1]/, http://192.0.2.1/",
        "ftp://bücher.example/, ftp://xn--bcher-kva.example/",
        "http://example.com/100%/x%zz, http://example.com/100%/x%zz"
    })
    void writesUrlsTheOneWayTheyCompare(String typed, String key) {
        assertThat(forms.url(typed).key()).isEqualTo(key);
    }

    @Test
    void writesHostsTheOneWayTheyCompare() {
        assertThat(forms.host("WWW.Example.COM.")).contains("www.example.com");
        assertThat(forms.host("[2001:DB8::1%eth0]")).contains("2001:db8::1");
        assertThat(forms.host("straße.example")).contains("xn--strae-oqa.example");
        assertThat(forms.host("_dmarc.example.com")).contains("_dmarc.example.com");
        assertThat(forms.host("exa mple.com")).isEmpty();
        assertThat(forms.host("")).isEmpty();
    }

    @Test
    void tellsWhoATypedUserIs() {
        assertThat(forms.user("CORP\\Alice")).contains(new UserForm.Key("alice", "corp"));
        assertThat(forms.user("Alice@corp.example.org")).contains(new UserForm.Key("alice", "corp.example.org"));
        assertThat(forms.user("ＡＬＩＣＥ")).contains(new UserForm.Key("alice", ""));
        assertThat(forms.user(" - ")).isEmpty();
    }
}
