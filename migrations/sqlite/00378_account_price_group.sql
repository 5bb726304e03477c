-- The price group that an account is in. NULL: in none.
-- +goose Up
ALTER TABLE accounts ADD COLUMN price_group TEXT NULL REFERENCES price_groups (name);
-- +goose Down
ALTER TABLE accounts DROP COLUMN price_group;
