-- Cards that the payment provider is to keep no longer: they were removed or replaced, or have paid and were not kept. look_at is when the provider is asked next (wall); NULL: it has
-- confirmed. A card that is here is never kept again.
-- +goose Up
CREATE TABLE card_removals (
    method TEXT NOT NULL PRIMARY KEY,
    customer TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    wanted_at DATETIME NOT NULL,
    look_at DATETIME
);
-- +goose Down
DROP TABLE card_removals;
