-- Where events are posted to. All times are wall time. secret and old_secret are sealed.
-- +goose Up
CREATE TABLE webhook_endpoints (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    url TEXT NOT NULL,
    kinds TEXT NOT NULL,
    seal_id TEXT NOT NULL,
    secret BLOB NOT NULL,
    old_secret BLOB,
    old_until DATETIME,
    failures INTEGER NOT NULL,
    failing_since DATETIME,
    retry_at DATETIME,
    disabled_at DATETIME,
    problem TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    removed_at DATETIME,
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE INDEX webhook_endpoints_account_id ON webhook_endpoints (account_id);
