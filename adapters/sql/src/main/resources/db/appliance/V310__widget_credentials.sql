-- The API client that an account's widgets use; goes with the account.
CREATE TABLE widget_credentials (
  account_id      TEXT NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  client_id       TEXT NOT NULL,
  sealed_password TEXT NOT NULL,
  server          TEXT NOT NULL
);
