-- Sets of DNS records that accounts keep under a name, to give them to names. name_key: the name in lower case, so that an account has it once.
-- body: the text of a zone file that is relative to a name, with {name} for the name itself. for_new: new names on the house's name servers
-- begin with its records; one of an account at most.
-- +goose Up
CREATE TABLE dns_templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    body TEXT NOT NULL,
    for_new BOOLEAN NOT NULL DEFAULT FALSE,
    changed_at DATETIME NOT NULL,
    UNIQUE (account_id, name_key),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
-- +goose Down
DROP TABLE dns_templates;
