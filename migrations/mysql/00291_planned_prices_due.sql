-- Finds what is due.
-- +goose Up
CREATE INDEX planned_prices_valid_from ON planned_prices (valid_from);
-- +goose Down
DROP INDEX planned_prices_valid_from ON planned_prices;
