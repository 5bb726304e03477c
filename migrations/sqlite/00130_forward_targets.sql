-- An address that an account's e-mail forwards lead to and whose owner is asked first. token_hash is that of the link in the last mail;
-- asked_at is NULL until there is one. wanted_at is when a save last brought the address in.
-- +goose Up
CREATE TABLE forward_targets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    address TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    domain_name TEXT NOT NULL,
    state TEXT NOT NULL,
    asks INTEGER NOT NULL DEFAULT 0,
    token_hash TEXT UNIQUE,
    wanted_at DATETIME NOT NULL,
    asked_at DATETIME,
    expires_at DATETIME,
    answered_at DATETIME,
    UNIQUE (account_id, address),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
-- +goose Down
DROP TABLE forward_targets;
