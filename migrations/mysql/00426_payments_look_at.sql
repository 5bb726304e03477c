-- The payments of which the provider is asked again.
-- +goose Up
CREATE INDEX payments_look_at ON payments (look_at);
-- +goose Down
DROP INDEX payments_look_at ON payments;
