-- refunds is the order whose charge an entry of goodwill gives back, or a part of it; NULL = none is named.
-- +goose Up
ALTER TABLE entries ADD COLUMN refunds BIGINT NULL;
-- +goose Down
ALTER TABLE entries DROP COLUMN refunds;
