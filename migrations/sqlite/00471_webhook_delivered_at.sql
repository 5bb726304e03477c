-- When an address last took what was posted to it: one that never has is not said to work.
-- +goose Up
ALTER TABLE webhook_endpoints ADD COLUMN delivered_at DATETIME;
UPDATE webhook_endpoints SET delivered_at = (SELECT MAX(d.tried_at) FROM webhook_deliveries d WHERE d.endpoint_id = webhook_endpoints.id AND d.state = 'delivered');
-- +goose Down
ALTER TABLE webhook_endpoints DROP COLUMN delivered_at;
