-- spend_cap: the most that callers may spend on a UTC day, in minor units; NULL = no cap. credit_floor: the account is told when its available credit falls below; NULL = never.
-- +goose Up
ALTER TABLE accounts ADD COLUMN spend_cap BIGINT NULL, ADD COLUMN credit_floor BIGINT NULL;
-- +goose Down
ALTER TABLE accounts DROP COLUMN credit_floor, DROP COLUMN spend_cap;
