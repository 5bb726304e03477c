-- Why posts failed was kept with words of the programming language and addresses of the server's own network, for the account to read.
-- +goose Up
UPDATE webhook_deliveries SET problem = 'it could not be reached, or its answer could not be read' WHERE problem LIKE 'it cannot be reached: %';
UPDATE webhook_endpoints SET problem = 'it could not be reached, or its answer could not be read' WHERE problem LIKE 'it cannot be reached: %';
-- +goose Down
SELECT 1;
