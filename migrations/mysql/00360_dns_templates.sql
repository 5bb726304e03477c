-- Sets of DNS records that accounts keep under a name, to give them to names. name_key: the name in lower case, so that an account has it once.
-- body: the text of a zone file that is relative to a name, with {name} for the name itself. for_new: new names on the house's name servers
-- begin with its records; one of an account at most.
-- +goose Up
CREATE TABLE dns_templates (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    name VARCHAR(255) NOT NULL,
    name_key VARCHAR(255) NOT NULL,
    body TEXT NOT NULL,
    for_new BOOLEAN NOT NULL DEFAULT FALSE,
    changed_at DATETIME(6) NOT NULL,
    UNIQUE (account_id, name_key),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE dns_templates;
