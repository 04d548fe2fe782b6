package argiope.appliance.ingest;

import argiope.appliance.format.ParseContext;

/// Whole lines of one source on their way to a worker.
///
/// @param context how to read them; its format is empty when no format reads them
/// @param tooLong the bytes are the beginning of a single line over the limit
/// @param leased a buffer of the pool to be given back, or an empty array
/// @param followed of a followed file: should be seen soon
record Chunk(
        Book book,
        long epoch,
        ParseContext context,
        byte[] bytes,
        int from,
        int to,
        boolean tooLong,
        byte[] leased,
        boolean followed) {}
