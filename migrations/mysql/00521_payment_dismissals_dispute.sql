-- Of which dispute a dismissal is, by the provider's id: '' = of none, or a release before there could be several has written it.
-- +goose Up
ALTER TABLE payment_dismissals
    ADD COLUMN dispute VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (payment_id, need, returned, dispute);
-- +goose Down
ALTER TABLE payment_dismissals
    DROP PRIMARY KEY,
    DROP COLUMN dispute,
    ADD PRIMARY KEY (payment_id, need, returned);
