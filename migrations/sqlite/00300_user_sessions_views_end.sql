-- Staff that looks at an account now begins anew: which session it came from is not known (00301).
-- +goose Up
DELETE FROM user_sessions WHERE view_as <> 0;
-- +goose Down
SELECT 1;
