-- Card payments: what was asked of the provider, and what became of it. provider_key is the idempotency key at the provider; live_key holds the place of the one
-- automatic payment of an account that may be open; look_at is when the provider is asked again; ref is the reference of the entry that credited it.
-- account_new is when the account was made; account_id 0: the books have no such account. Amounts are in minor units.
-- +goose Up
CREATE TABLE payments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount INTEGER NOT NULL,
    provider_key TEXT NOT NULL,
    form_key TEXT,
    live_key TEXT,
    save_card BOOLEAN NOT NULL,
    begun_by TEXT NOT NULL,
    session TEXT,
    page TEXT,
    ref TEXT,
    received INTEGER NOT NULL,
    received_currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    refunded INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    customer TEXT NOT NULL,
    method TEXT NOT NULL,
    dispute TEXT NOT NULL,
    account_new DATETIME NOT NULL,
    created_at DATETIME NOT NULL,
    settled_at DATETIME,
    asked_at DATETIME NOT NULL,
    look_at DATETIME,
    UNIQUE (provider_key),
    UNIQUE (live_key),
    UNIQUE (account_id, form_key),
    UNIQUE (session),
    UNIQUE (ref)
);
-- +goose Down
DROP TABLE payments;
