-- Names that were taken out of their account's view. Their registration goes on.
-- +goose Up
ALTER TABLE domains ADD COLUMN removed BOOLEAN NOT NULL DEFAULT FALSE;
