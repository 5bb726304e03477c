-- What an event says, as JSON: frozen when it happened.
-- +goose Up
ALTER TABLE outbox ADD COLUMN detail TEXT NOT NULL DEFAULT '';
