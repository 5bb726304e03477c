-- Numbers of events that a restore leaves out, because events since the backup may have had them: last_seq is the highest of the backup,
-- next_seq the first that is given afterwards.
-- +goose Up
CREATE TABLE event_gaps (
    next_seq INTEGER NOT NULL PRIMARY KEY,
    last_seq INTEGER NOT NULL
);
-- +goose Down
DROP TABLE event_gaps;
