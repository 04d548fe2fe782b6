package argiope.appliance.ingest;

import argiope.appliance.format.Detection;
import argiope.appliance.format.FormatDetector;
import argiope.appliance.format.Formats;
import argiope.appliance.format.LineReader;
import argiope.appliance.format.ParseContext;
import java.util.List;

/// What ingest asks of the formats.
interface FormatFinder {
    /// Throws with a message that says what is wrong with the context's format or its text.
    LineReader reader(ParseContext context);

    Detection detect(List<byte[]> lines, ParseContext settings);

    /// The formats of the product.
    static FormatFinder of(Formats formats) {
        var detector = new FormatDetector(formats);
        return new FormatFinder() {
            @Override
            public LineReader reader(ParseContext context) {
                return formats.reader(context);
            }

            @Override
            public Detection detect(List<byte[]> lines, ParseContext settings) {
                return detector.detect(lines, settings);
            }
        };
    }
}
