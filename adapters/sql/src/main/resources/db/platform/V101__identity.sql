-- Organisations, accounts, sessions, API clients. Times are epoch milliseconds, 0 for never.
CREATE TABLE organisation (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  enabled    INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);

CREATE TABLE account (
  id            TEXT PRIMARY KEY,
  org_id        TEXT NOT NULL REFERENCES organisation (id),
  login         TEXT NOT NULL,
  login_key     TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  role          TEXT NOT NULL,
  enabled       INTEGER NOT NULL,
  password_hash TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  signed_in_at  INTEGER NOT NULL
);
CREATE INDEX account_org ON account (org_id);

CREATE TABLE session (
  hash       TEXT PRIMARY KEY,
  user_id    TEXT NOT NULL REFERENCES account (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX session_user ON session (user_id);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE api_client (
  id            TEXT PRIMARY KEY,
  org_id        TEXT NOT NULL REFERENCES organisation (id),
  owner_id      TEXT NOT NULL REFERENCES account (id),
  name          TEXT NOT NULL,
  -- space-separated
  scopes        TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  used_at       INTEGER NOT NULL
);
CREATE INDEX api_client_org ON api_client (org_id);
