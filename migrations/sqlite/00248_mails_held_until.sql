-- When a mail that is told in a daily mail is due for it, business time; NULL for others, and once it was told.
-- +goose Up
ALTER TABLE mails ADD COLUMN held_until DATETIME NULL;
-- +goose Down
ALTER TABLE mails DROP COLUMN held_until;
