-- Which secret key seals what the database keeps sealed: one row, id 1. hash_key keys the hashes of request parameters and is sealed
-- itself. While another key takes over, next_fingerprint names it and next_hash_key is the same key sealed with it.
-- +goose Up
CREATE TABLE secret_keys (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    hash_key BLOB NOT NULL,
    next_fingerprint TEXT NOT NULL DEFAULT '',
    next_hash_key BLOB,
    changed_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE secret_keys;
