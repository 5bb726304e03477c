-- Messages of registries that only a person can act on. mark makes one that is read again unique; done_at: the operator has seen to it.
-- +goose Up
CREATE TABLE registry_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    connector TEXT NOT NULL,
    mark TEXT NOT NULL,
    message_id TEXT NOT NULL,
    sent_at DATETIME,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    done_at DATETIME,
    told BOOLEAN NOT NULL,
    UNIQUE (connector, mark)
);
-- +goose Down
DROP TABLE registry_messages;
