-- connector is at which registry or upstream registrar the name is, as the TLD rules call it; NULL = not known yet, in rows of before: the
-- server fills it in by its rules when it starts.
-- +goose Up
ALTER TABLE domains ADD COLUMN connector TEXT NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN connector;
