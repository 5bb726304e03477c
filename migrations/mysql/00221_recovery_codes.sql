-- Codes that stand for a code of TOTP once each. hash: SHA-256 of the code.
-- +goose Up
CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL,
    hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (user_id, hash),
    FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE recovery_codes;
