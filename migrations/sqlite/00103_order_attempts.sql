-- What became of an order on its way, as each step was recorded: for its story. Its end stands in its own row.
-- +goose Up
CREATE TABLE order_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    attempt INTEGER NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX order_attempts_order ON order_attempts (order_id, id);
-- +goose Down
DROP TABLE order_attempts;
