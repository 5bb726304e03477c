-- spend_cap: the most that the token may spend on a UTC day, in minor units; NULL = no cap of its own. budget: the first token of those that took one another's place,
-- which spend together; NULL = the token itself.
-- +goose Up
ALTER TABLE tokens ADD COLUMN spend_cap INTEGER NULL;
ALTER TABLE tokens ADD COLUMN budget INTEGER NULL;
-- +goose Down
ALTER TABLE tokens DROP COLUMN budget;
ALTER TABLE tokens DROP COLUMN spend_cap;
