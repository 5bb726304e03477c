-- The cards of which the provider is asked again.
-- +goose Up
CREATE INDEX card_removals_look_at ON card_removals (look_at);
-- +goose Down
DROP INDEX card_removals_look_at ON card_removals;
