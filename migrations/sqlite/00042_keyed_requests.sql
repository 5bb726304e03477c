-- Requests that carried an idempotency key, with the answer that a repeat gets. answer is NULL while one is being carried out.
-- +goose Up
CREATE TABLE keyed_requests (
    account_id INTEGER NOT NULL,
    request_key TEXT NOT NULL,
    params_hash TEXT NOT NULL,
    holder TEXT NOT NULL,
    lease_end DATETIME NOT NULL,
    answer BLOB,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (account_id, request_key)
);
CREATE INDEX keyed_requests_created_at ON keyed_requests (created_at);
