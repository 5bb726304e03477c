-- What an account was told of its credit and its own floor: below = it was below when it was last looked at; told_at: when that was last told.
-- +goose Up
CREATE TABLE credit_floors (
    account_id INTEGER NOT NULL PRIMARY KEY,
    below BOOLEAN NOT NULL,
    told_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE credit_floors;
