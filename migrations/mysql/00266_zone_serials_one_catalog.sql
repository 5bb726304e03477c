-- Until now there was one catalog, and all names were in it.
-- +goose Up
UPDATE zone_serials SET catalogs = 1;
-- +goose Down
UPDATE zone_serials SET catalogs = 0;
