-- +goose Up
CREATE UNIQUE INDEX outbox_once_key ON outbox (once_key);
