-- What an event says, as JSON: frozen when it happened.
-- +goose Up
ALTER TABLE outbox ADD COLUMN detail VARCHAR(4000) NOT NULL DEFAULT '';
