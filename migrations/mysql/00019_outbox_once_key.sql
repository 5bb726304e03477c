-- Events that may be noticed more than once carry a key and are written once.
-- +goose Up
ALTER TABLE outbox ADD COLUMN once_key VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NULL;
