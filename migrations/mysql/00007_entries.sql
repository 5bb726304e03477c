-- The ledger, append-only.
-- +goose Up
CREATE TABLE entries (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_id BIGINT NOT NULL,
    order_id BIGINT,
    ref VARCHAR(190) NULL,
    note VARCHAR(255) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE (order_id, kind),
    UNIQUE (account_id, ref),
    INDEX entries_account_id_id (account_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
