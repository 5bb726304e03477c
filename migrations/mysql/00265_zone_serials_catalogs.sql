-- How many catalog zones there were when the name came into one of them: by that it has its place there for good. 0 = it is in none yet.
-- +goose Up
ALTER TABLE zone_serials ADD COLUMN catalogs BIGINT NOT NULL DEFAULT 0;
-- +goose Down
ALTER TABLE zone_serials DROP COLUMN catalogs;
