-- An attempt of an order by the transaction id of its registry.
-- +goose Up
CREATE INDEX order_attempts_svtrid ON order_attempts (svtrid);
-- +goose Down
DROP INDEX order_attempts_svtrid ON order_attempts;
