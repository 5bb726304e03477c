-- ahead_until is until when the zone of a name that is being bought is published, as its registry asks the name servers first; NULL = not.
-- +goose Up
ALTER TABLE domains ADD COLUMN ahead_until DATETIME NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN ahead_until;
