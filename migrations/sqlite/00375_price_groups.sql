-- Groups of accounts that have a list of prices in common. A name is for good.
-- +goose Up
CREATE TABLE price_groups (
    name TEXT NOT NULL PRIMARY KEY,
    created_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE price_groups;
