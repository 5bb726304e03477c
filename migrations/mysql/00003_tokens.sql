-- Credentials: the SHA-256 of a token, never the token.
-- +goose Up
CREATE TABLE tokens (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    name VARCHAR(255) NOT NULL,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    hash VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sealed VARBINARY(1024) NULL,
    scopes VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    cidrs VARCHAR(1024) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    expires_at DATETIME(6) NULL,
    revoked_at DATETIME(6) NULL,
    last_used DATETIME(6) NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE (hash),
    INDEX tokens_account_id (account_id),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
