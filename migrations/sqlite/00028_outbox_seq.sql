-- The place of an event among all: gapless, given after the commit, so that a reader with a cursor misses none.
-- +goose Up
ALTER TABLE outbox ADD COLUMN seq INTEGER;
CREATE UNIQUE INDEX outbox_seq ON outbox (seq);
CREATE INDEX outbox_account_id_seq ON outbox (account_id, seq);
DROP INDEX outbox_account_id_id;
