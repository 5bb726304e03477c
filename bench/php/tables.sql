-- The PHP peer's own tables. They mean what Nameyard's mean, as far as its three actions go.
CREATE TABLE accounts (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(254) NOT NULL UNIQUE,
    currency CHAR(3) NOT NULL,
    tax_rate_ppm BIGINT NOT NULL,
    disabled BOOLEAN NOT NULL
) ENGINE=InnoDB;
CREATE TABLE balances (
    account_id BIGINT PRIMARY KEY,
    available BIGINT NOT NULL,
    held BIGINT NOT NULL,
    CHECK (available >= 0),
    CHECK (held >= 0),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB;
CREATE TABLE tokens (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    expires_at DATETIME(6) NULL,
    revoked_at DATETIME(6) NULL,
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB;
CREATE TABLE prices (
    tld VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency CHAR(3) NOT NULL,
    years INT NOT NULL,
    net BIGINT NOT NULL,
    PRIMARY KEY (tld, currency, years)
) ENGINE=InnoDB;
CREATE TABLE domains (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    name VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    state VARCHAR(20) NOT NULL,
    nameservers TEXT NOT NULL,
    contacts TEXT NOT NULL,
    expires_at DATETIME(6) NULL,
    created_at DATETIME(6) NOT NULL,
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB;
CREATE TABLE orders (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    domain_id BIGINT NOT NULL,
    kind VARCHAR(16) NOT NULL,
    name VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(12) NOT NULL,
    params_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    wish TEXT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6) NULL,
    INDEX (account_id, name, kind, created_at)
) ENGINE=InnoDB;
CREATE TABLE entries (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    kind VARCHAR(12) NOT NULL,
    account_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE (order_id, kind)
) ENGINE=InnoDB;
CREATE TABLE postings (
    entry_id BIGINT NOT NULL,
    n INT NOT NULL,
    account VARCHAR(40) NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (entry_id, n),
    FOREIGN KEY (entry_id) REFERENCES entries (id)
) ENGINE=InnoDB;
CREATE TABLE invoices (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL UNIQUE,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    line_items TEXT NOT NULL,
    paid_at DATETIME(6) NOT NULL
) ENGINE=InnoDB;
CREATE TABLE zone_documents (
    domain_id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body LONGTEXT NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    FOREIGN KEY (domain_id) REFERENCES domains (id)
) ENGINE=InnoDB;
CREATE TABLE zone_history (
    domain_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body LONGTEXT NOT NULL,
    saved_at DATETIME(6) NOT NULL,
    saved_by VARCHAR(255) NOT NULL,
    PRIMARY KEY (domain_id, version)
) ENGINE=InnoDB;
CREATE TABLE registry_names (
    name VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
) ENGINE=InnoDB;
