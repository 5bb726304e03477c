-- The place of a record of the audit log in its chain: each hash is that of the record and of the link before it.
-- +goose Up
CREATE TABLE audit_chain (
    chain VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seq BIGINT NOT NULL,
    record_id BIGINT NOT NULL,
    hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (chain, seq),
    UNIQUE KEY audit_chain_record_id (record_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE audit_chain;
