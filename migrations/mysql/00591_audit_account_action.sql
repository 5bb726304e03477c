-- What was done of some kinds in an account, newest first, however rare it is there.
-- +goose Up
CREATE INDEX audit_account_id_action_id ON audit (account_id, action, id);
-- +goose Down
DROP INDEX audit_account_id_action_id ON audit;
