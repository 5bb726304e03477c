-- Until here each kind of document counted its versions by itself. The common count goes on from the higher one.
-- +goose Up
UPDATE domains SET zone_version = (SELECT MAX(version) FROM zone_documents WHERE domain_id = domains.id)
    WHERE id IN (SELECT domain_id FROM zone_documents);
-- +goose Down
UPDATE domains SET zone_version = 0;
