-- The place of a record of the audit log in its chain: each hash is that of the record and of the link before it.
-- +goose Up
CREATE TABLE audit_chain (
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    record_id INTEGER NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    PRIMARY KEY (chain, seq)
);
-- +goose Down
DROP TABLE audit_chain;
