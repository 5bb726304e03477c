-- Which secret key seals what the database keeps sealed: one row, id 1. hash_key keys the hashes of request parameters and is sealed
-- itself. While another key takes over, next_fingerprint names it and next_hash_key is the same key sealed with it.
-- +goose Up
CREATE TABLE secret_keys (
    id BIGINT NOT NULL PRIMARY KEY,
    fingerprint VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    hash_key VARBINARY(1024) NOT NULL,
    next_fingerprint VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    next_hash_key VARBINARY(1024) NULL,
    changed_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE secret_keys;
