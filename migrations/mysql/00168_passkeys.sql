-- What users sign in with: credentials of WebAuthn. hash: SHA-256 of the credential's id. credential: JSON, with the public key.
-- +goose Up
CREATE TABLE passkeys (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    name VARCHAR(255) NOT NULL,
    credential MEDIUMTEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    last_used DATETIME(6),
    FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE passkeys;
