-- Module instances; secrets among the settings (JSON) are sealed. Times are epoch milliseconds.
CREATE TABLE module_instance (
  id         TEXT PRIMARY KEY,
  org_id     TEXT NOT NULL,
  type_id    TEXT NOT NULL,
  name       TEXT NOT NULL,
  enabled    INTEGER NOT NULL,
  visibility TEXT NOT NULL,
  settings   TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  client_id  TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX module_instance_org ON module_instance (org_id);
