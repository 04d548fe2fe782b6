package argiope.contracts.appliance.widget;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.widget.WidgetCredentials;
import argiope.appliance.widget.WidgetCredentials.Kept;
import org.junit.jupiter.api.Test;

/// What every [WidgetCredentials] promises. An implementation's test says how to reach an empty one, the same through a
/// test, where the accounts `ana` and `ben` exist.
public interface WidgetCredentialsContract {
    WidgetCredentials credentials();

    @Test
    default void keepsAnAccountsOwnAndReplacesIt() {
        var credentials = credentials();
        assertThat(credentials.find("ana")).isEmpty();
        credentials.save("ana", new Kept("client-1", "sealed-1", "lab"));
        credentials.save("ben", new Kept("client-2", "sealed-2", "eu"));
        credentials.save("ana", new Kept("client-3", "sealed-3", "eu"));

        assertThat(credentials.find("ana")).hasValue(new Kept("client-3", "sealed-3", "eu"));
        assertThat(credentials.find("ben")).hasValue(new Kept("client-2", "sealed-2", "eu"));
    }

    @Test
    default void erasesOnesOwnOnly() {
        var credentials = credentials();
        credentials.save("ana", new Kept("client-1", "sealed-1", "lab"));
        credentials.save("ben", new Kept("client-2", "sealed-2", "eu"));

        credentials.erase("ana");
        credentials.erase("ana");

        assertThat(credentials.find("ana")).isEmpty();
        assertThat(credentials.find("ben")).isPresent();
    }

    @Test
    default void aPasswordIsNotPrinted() {
        assertThat(new Kept("client-1", "sealed-1", "lab").toString()).doesNotContain("sealed-1");
    }
}
