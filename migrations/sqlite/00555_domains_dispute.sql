-- dispute is who keeps the name where it is for a court or a dispute provider, when and why, JSON; NULL = nobody ever has.
-- +goose Up
ALTER TABLE domains ADD COLUMN dispute TEXT NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN dispute;
