-- Events about a name, and about an order of it.
-- +goose Up
CREATE INDEX outbox_domain_id_order_id ON outbox (domain_id, order_id);
-- +goose Down
DROP INDEX outbox_domain_id_order_id;
