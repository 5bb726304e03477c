-- Names in accounts. live_name is the name while the row is live, NULL once closed: one live row per name.
-- +goose Up
CREATE TABLE domains (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    tld TEXT NOT NULL,
    live_name TEXT,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    registered_at DATETIME,
    registry_expiry DATETIME,
    paid_through DATETIME,
    nameservers TEXT NOT NULL,
    contacts TEXT NOT NULL,
    fields TEXT NOT NULL,
    hosts TEXT NOT NULL,
    locked BOOLEAN NOT NULL,
    privacy BOOLEAN NOT NULL,
    auto_renew BOOLEAN NOT NULL,
    dns_management BOOLEAN NOT NULL,
    email_forwarding BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    closed_at DATETIME,
    UNIQUE (live_name),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE INDEX domains_account_id_name ON domains (account_id, name);
CREATE INDEX domains_auto_renew_paid_through_id ON domains (auto_renew, paid_through, id);
CREATE INDEX domains_state_registry_expiry_id ON domains (state, registry_expiry, id);
