-- The ledger, append-only. RTRIM: see accounts.
-- +goose Up
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    order_id INTEGER,
    ref TEXT COLLATE RTRIM,
    note TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    UNIQUE (order_id, kind),
    UNIQUE (account_id, ref)
);
CREATE INDEX entries_account_id_id ON entries (account_id, id);
