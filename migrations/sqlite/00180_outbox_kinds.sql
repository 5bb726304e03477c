-- Events of one kind of one account, newest first.
-- +goose Up
CREATE INDEX outbox_account_id_kind ON outbox (account_id, kind, created_at);
-- +goose Down
DROP INDEX outbox_account_id_kind;
