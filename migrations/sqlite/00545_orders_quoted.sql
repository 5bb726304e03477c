-- The orders of a request, and the one of a transaction at its registry, by the ids that people are told.
-- +goose Up
CREATE INDEX orders_request_id ON orders (request_id);
CREATE INDEX orders_svtrid ON orders (svtrid);
-- +goose Down
DROP INDEX orders_svtrid;
DROP INDEX orders_request_id;
