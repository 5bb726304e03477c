-- What each reseller may spend and has reserved, in minor units. Changed by guarded updates only.
-- +goose Up
CREATE TABLE balances (
    account_id BIGINT NOT NULL PRIMARY KEY,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    available BIGINT NOT NULL,
    held BIGINT NOT NULL,
    CHECK (available >= 0),
    CHECK (held >= 0),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
