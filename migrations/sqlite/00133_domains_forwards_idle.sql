-- 1 while the account knows that the name's e-mail forwards have no effect beside a mail server of its own.
-- +goose Up
ALTER TABLE domains ADD COLUMN forwards_idle INTEGER NOT NULL DEFAULT 0;
-- +goose Down
ALTER TABLE domains DROP COLUMN forwards_idle;
