-- Since when an account has its events wait instead of being posted.
-- +goose Up
ALTER TABLE webhook_endpoints ADD COLUMN paused_at DATETIME;
-- +goose Down
ALTER TABLE webhook_endpoints DROP COLUMN paused_at;
