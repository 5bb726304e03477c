-- The form that was confirmed, encoded, so that an act whose server has ended can be carried on from its page; empty once it has ended, or where a form cannot be told from its like.
-- +goose Up
ALTER TABLE bulk_acts ADD COLUMN confirmed MEDIUMTEXT;
-- +goose Down
ALTER TABLE bulk_acts DROP COLUMN confirmed;
