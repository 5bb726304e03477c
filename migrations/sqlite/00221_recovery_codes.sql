-- Codes that stand for a code of TOTP once each. hash: SHA-256 of the code.
-- +goose Up
CREATE TABLE recovery_codes (
    user_id INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (user_id, hash),
    FOREIGN KEY (user_id) REFERENCES users (id)
);
-- +goose Down
DROP TABLE recovery_codes;
