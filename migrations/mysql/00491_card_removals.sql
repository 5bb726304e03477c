-- Cards that the payment provider is to keep no longer: they were removed or replaced, or have paid and were not kept. look_at is when the provider is asked next (wall); NULL: it has
-- confirmed. A card that is here is never kept again.
-- +goose Up
CREATE TABLE card_removals (
    method VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    customer VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_id BIGINT NOT NULL,
    wanted_at DATETIME(6) NOT NULL,
    look_at DATETIME(6)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE card_removals;
