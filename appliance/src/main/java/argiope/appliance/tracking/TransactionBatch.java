package argiope.appliance.tracking;

import argiope.appliance.format.ParseContext;

/// Some lines of one source, not yet read: the store calls [#read] on the thread that indexes them, so that reading
/// and indexing of a chunk happen on one core and no objects pass between threads.
public interface TransactionBatch {
    /// How the raw lines were read; the store keeps it with them.
    ParseContext context();

    /// Reads every line; calls the visitor for each accepted one with the same reused row. To be called once.
    /// A visitor that refuses a row makes its line *rejected: internal*.
    void read(Visitor visitor);

    interface Visitor {
        /// Takes the row in; false if the store cannot hold it (a value out of its limits).
        boolean accept(Row row);
    }
}
