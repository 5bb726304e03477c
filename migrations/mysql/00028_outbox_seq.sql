-- The place of an event among all: gapless, given after the commit, so that a reader with a cursor misses none.
-- +goose Up
ALTER TABLE outbox
    ADD COLUMN seq BIGINT NULL,
    ADD UNIQUE (seq),
    ADD INDEX outbox_account_id_seq (account_id, seq),
    DROP INDEX outbox_account_id_id;
