-- An address that an account's e-mail forwards lead to and whose owner is asked first. token_hash is that of the link in the last mail;
-- asked_at is NULL until there is one. wanted_at is when a save last brought the address in.
-- +goose Up
CREATE TABLE forward_targets (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    address VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    mailbox VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    domain_name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    asks INT NOT NULL DEFAULT 0,
    token_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    wanted_at DATETIME(6) NOT NULL,
    asked_at DATETIME(6) NULL,
    expires_at DATETIME(6) NULL,
    answered_at DATETIME(6) NULL,
    UNIQUE KEY forward_targets_address (account_id, address),
    UNIQUE KEY forward_targets_token (token_hash),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE forward_targets;
