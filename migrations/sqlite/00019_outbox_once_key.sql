-- Events that may be noticed more than once carry a key and are written once.
-- +goose Up
ALTER TABLE outbox ADD COLUMN once_key TEXT COLLATE RTRIM;
