-- The price group that an account is in. NULL: in none.
-- +goose Up
ALTER TABLE accounts ADD COLUMN price_group VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL, ADD CONSTRAINT accounts_price_group FOREIGN KEY (price_group) REFERENCES price_groups (name);
-- +goose Down
ALTER TABLE accounts DROP FOREIGN KEY accounts_price_group, DROP COLUMN price_group;
