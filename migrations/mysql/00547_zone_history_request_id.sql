-- The versions of zones that a request saved.
-- +goose Up
CREATE INDEX zone_history_request_id ON zone_history (request_id);
-- +goose Down
DROP INDEX zone_history_request_id ON zone_history;
