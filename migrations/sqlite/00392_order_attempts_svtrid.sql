-- svtrid is the registry's transaction id of the answer that the step goes by; NULL = there was none.
-- +goose Up
ALTER TABLE order_attempts ADD COLUMN svtrid TEXT NULL;
-- +goose Down
ALTER TABLE order_attempts DROP COLUMN svtrid;
