-- Credentials: the SHA-256 of a token, never the token.
-- +goose Up
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    sealed BLOB,
    scopes TEXT NOT NULL,
    cidrs TEXT NOT NULL,
    expires_at DATETIME,
    revoked_at DATETIME,
    last_used DATETIME,
    created_at DATETIME NOT NULL,
    UNIQUE (hash),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE INDEX tokens_account_id ON tokens (account_id);
