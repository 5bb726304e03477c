-- svtrid is the registry's transaction id of its answer to the last sending (RFC 5730 §2.6); NULL = there was none, or it is of before this was kept.
-- +goose Up
ALTER TABLE orders ADD COLUMN svtrid VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;
-- +goose Down
ALTER TABLE orders DROP COLUMN svtrid;
