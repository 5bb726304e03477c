-- holds is who has taken the name out of the zone of its TLD, when and why: the registry (serverHold) or the operator (clientHold), JSON;
-- NULL = nobody ever has. held_at: since when the newest hold that stands is there; NULL = none stands.
-- +goose Up
ALTER TABLE domains ADD COLUMN holds TEXT NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN holds;
