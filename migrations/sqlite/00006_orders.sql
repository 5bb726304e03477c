-- Intents and what became of them. live_key is NULL once the order has ended. RTRIM: see accounts.
-- +goose Up
CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    domain_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    tld TEXT NOT NULL,
    state TEXT NOT NULL,
    params_hash TEXT NOT NULL,
    idempotency_key TEXT COLLATE RTRIM,
    live_key TEXT,
    slot TEXT NOT NULL,
    wish TEXT NOT NULL,
    frozen_expiry DATETIME,
    paid_from DATETIME,
    currency TEXT NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    cost_limit INTEGER NOT NULL,
    tr_base TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    lease_holder TEXT NOT NULL,
    lease_end DATETIME,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    answered TEXT NOT NULL,
    auth_code BLOB,
    created_at DATETIME NOT NULL,
    sent_at DATETIME,
    unknown_at DATETIME,
    due_at DATETIME,
    ended_at DATETIME,
    recheck_at DATETIME,
    UNIQUE (live_key),
    UNIQUE (tr_base),
    UNIQUE (account_id, idempotency_key)
);
CREATE INDEX orders_due_at_id ON orders (due_at, id);
CREATE INDEX orders_account_id_name_kind_created_at ON orders (account_id, name, kind, created_at);
CREATE INDEX orders_domain_id_state ON orders (domain_id, state);
CREATE INDEX orders_recheck_at ON orders (recheck_at);
