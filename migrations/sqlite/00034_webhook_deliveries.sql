-- What was or is to be posted: one for each endpoint and event. next_try is NULL once it is delivered or given up.
-- +goose Up
CREATE TABLE webhook_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_try DATETIME,
    status INTEGER NOT NULL,
    problem TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    tried_at DATETIME,
    UNIQUE (endpoint_id, event_id),
    FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints (id)
);
CREATE INDEX webhook_deliveries_endpoint_id_next_try ON webhook_deliveries (endpoint_id, next_try);
CREATE INDEX webhook_deliveries_next_try ON webhook_deliveries (next_try);
