-- For the name servers, which ask several times a second what has changed.
-- +goose Up
CREATE INDEX zone_serials_changed_at ON zone_serials (changed_at);
-- +goose Down
DROP INDEX zone_serials_changed_at;
