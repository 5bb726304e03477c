-- What an account was told of its credit and its own floor: below = it was below when it was last looked at; told_at: when that was last told.
-- +goose Up
CREATE TABLE credit_floors (
    account_id BIGINT NOT NULL PRIMARY KEY,
    below BOOLEAN NOT NULL,
    told_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE credit_floors;
