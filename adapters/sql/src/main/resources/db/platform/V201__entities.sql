-- Private intelligence: entities, what hangs on them, and the outbox from which indices are kept in step.
-- Bodies are JSON text, times epoch milliseconds.
CREATE TABLE entity (
  id      TEXT PRIMARY KEY,
  type    TEXT NOT NULL,
  version INTEGER NOT NULL,
  -- number of the latest change
  change  INTEGER NOT NULL,
  body    TEXT NOT NULL
) WITHOUT ROWID;

-- Elements of lists that are kept one by one.
CREATE TABLE entity_item (
  entity_id TEXT NOT NULL,
  field     TEXT NOT NULL,
  position  INTEGER NOT NULL,
  body      TEXT NOT NULL,
  author    TEXT NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (entity_id, field, position)
) WITHOUT ROWID;

-- What an entity can be looked up by without an index.
CREATE TABLE entity_link (
  kind      TEXT NOT NULL,
  value     TEXT NOT NULL,
  type      TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  PRIMARY KEY (kind, value, type, entity_id)
) WITHOUT ROWID;
CREATE INDEX entity_link_entity ON entity_link (entity_id);

CREATE TABLE entity_outbox (
  change    INTEGER PRIMARY KEY,
  entity_id TEXT NOT NULL
);

-- The one counter of changes, and how far the outbox was trimmed.
CREATE TABLE entity_counter (
  name   TEXT PRIMARY KEY,
  number INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO entity_counter (name, number) VALUES ('change', 0), ('trimmed', 0);

-- How far each index is.
CREATE TABLE entity_index (
  name   TEXT PRIMARY KEY,
  change INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE entity_store (identity TEXT NOT NULL);
INSERT INTO entity_store (identity) VALUES (lower(hex(randomblob(16))));

CREATE TABLE base_address (address TEXT PRIMARY KEY) WITHOUT ROWID;
