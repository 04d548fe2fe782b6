-- Devices, hashes of their registration tokens, and which organisations use the exchange.
-- Times are epoch milliseconds; NULL where something has not happened.
CREATE TABLE device (
  id              TEXT   NOT NULL PRIMARY KEY,
  org_id          TEXT   NOT NULL,
  name            TEXT   NOT NULL,
  description     TEXT   NOT NULL,
  version         TEXT   NOT NULL,
  ip              TEXT   NOT NULL,
  created_at      BIGINT NOT NULL,
  registered_at   BIGINT,
  last_seen       BIGINT,
  serial          TEXT   NOT NULL,
  previous_serial TEXT   NOT NULL
);
CREATE INDEX device_by_org ON device (org_id, created_at, id);

-- No reference to the device: a used token is remembered when its device is gone.
CREATE TABLE device_token (
  hash      TEXT   NOT NULL PRIMARY KEY,
  device_id TEXT   NOT NULL,
  expires   BIGINT NOT NULL,
  used_by   TEXT   NOT NULL,
  used_at   BIGINT
);
CREATE INDEX device_token_by_device ON device_token (device_id);

CREATE TABLE exchange_integration (
  org_id TEXT NOT NULL PRIMARY KEY
);
