package argiope.appliance.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.Refusal;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogformatTest {
    private static void reader(String text) {
        Golden.FORMATS.reader(new ParseContext("logformat", text, ZoneOffset.UTC, false, "", 2025));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    %>a %ru                     | no time
                    %ts %ru                     | no client
                    %ts %>a %rm                 | neither URL nor host
                    %ts %>a %ru %byte{10}       | several lines
                    %ts %>a %ru%un              | nothing tells where
                    %ts %>a %{x %ru             | does not close
                    %{%d %b}tl %>a %ru          | lacks a full date
                    %{%d %Q}tl %>a %ru          | cannot be read back
                    %ts %>a %ru %?              | nothing known follows
                    logformat                   | no time
                    """)
    void refusesAFormatThatCannotBecomeTransactionsAndSaysWhy(String text, String why) {
        assertThatThrownBy(() -> reader(text))
                .isInstanceOf(Refusal.Invalid.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesAnUnknownFormatAndNamesTheKnown() {
        assertThatThrownBy(
                        () -> Golden.FORMATS.reader(new ParseContext("nonsense", "", ZoneOffset.UTC, false, "", 2025)))
                .isInstanceOf(Refusal.Invalid.class)
                .hasMessageContaining("nonsense")
                .hasMessageContaining("squid");
    }

    @Test
    void takesLinesContinuedByABackslash() {
        reader("logformat mine %ts.%03tu %>a \\\n  %rm %ru");
    }

    @Test
    void warnsOfACodeItDoesNotKnow() {
        assertThat(Logformat.compile("%ts %>a %ru %newCode", false).warnings())
                .singleElement()
                .asString()
                .contains("newCode");
    }
}
