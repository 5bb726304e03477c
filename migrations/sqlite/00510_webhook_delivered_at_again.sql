-- 00471 did this beside its column: where it was killed in between, it was not done.
-- +goose Up
UPDATE webhook_endpoints SET delivered_at = (SELECT MAX(d.tried_at) FROM webhook_deliveries d WHERE d.endpoint_id = webhook_endpoints.id AND d.state = 'delivered') WHERE delivered_at IS NULL;
-- +goose Down
SELECT 1;
