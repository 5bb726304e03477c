-- The orders of a request, and the one of a transaction at its registry, by the ids that people are told.
-- +goose Up
ALTER TABLE orders ADD INDEX orders_request_id (request_id), ADD INDEX orders_svtrid (svtrid);
-- +goose Down
ALTER TABLE orders DROP INDEX orders_svtrid, DROP INDEX orders_request_id;
