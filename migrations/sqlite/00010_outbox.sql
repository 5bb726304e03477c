-- Events, written in the transaction that made them true.
-- +goose Up
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    domain_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    created_at DATETIME NOT NULL
);
CREATE INDEX outbox_account_id_id ON outbox (account_id, id);
