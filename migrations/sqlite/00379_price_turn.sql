-- One row, which everybody writes who changes prices, plans changes or moves an account between groups: they do so one after the other, and
-- what one was shown is still so when he does it. A row that is written is seen by every node of a cluster.
-- +goose Up
CREATE TABLE price_turn (
    id INTEGER NOT NULL PRIMARY KEY,
    changes INTEGER NOT NULL
);
-- +goose Down
DROP TABLE price_turn;
