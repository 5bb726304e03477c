// Command drivers compares the two SQLite drivers for Go with the settings that Nameyard uses: modernc.org/sqlite (pure Go)
// and mattn/go-sqlite3 (cgo; needs CGO_ENABLED=1 and a C compiler). Run it in its folder: go run .
//
// It has a module of its own, so that the cgo driver is no dependency of Nameyard.
package main

import (
	"database/sql"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	_ "github.com/mattn/go-sqlite3"
	_ "modernc.org/sqlite"
)

// names is how many rows there are to read and to write.
const names = 2000

// span is how long each figure is measured.
const span = 3 * time.Second

var drivers = []struct{ name, driver, settings string }{
	{"modernc", "sqlite", "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=busy_timeout(5000)&_time_format=sqlite"},
	{"mattn", "sqlite3", "_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_busy_timeout=5000"},
}

func main() {
	dir, err := os.MkdirTemp("", "nameyard-drivers-")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	fmt.Println("driver   reads/s  written transactions/s  of them while being read")
	for _, d := range drivers {
		reads, writes, busy, err := measure(filepath.Join(dir, d.name+".db"), d.driver, d.settings)
		if err != nil {
			fmt.Printf("%-8s %v\n", d.name, err)
			continue
		}
		fmt.Printf("%-8s %7.0f %23.0f %24.0f\n", d.name, reads, writes, busy)
	}
}

func measure(file, driver, settings string) (reads, writes, busy float64, err error) {
	writer, err := open(file, driver, settings+"&_txlock=immediate", 1)
	if err != nil {
		return 0, 0, 0, err
	}
	defer func() { _ = writer.Close() }()
	readers, err := open(file, driver, settings, 4)
	if err != nil {
		return 0, 0, 0, err
	}
	defer func() { _ = readers.Close() }()
	if err := fill(writer); err != nil {
		return 0, 0, 0, err
	}
	get, err := readers.Prepare("SELECT id, name, nameservers, contacts, expires_at FROM domains WHERE account_id = ? AND name = ? LIMIT 1")
	if err != nil {
		return 0, 0, 0, err
	}
	read := func(n int64) error {
		var id int64
		var name, nameservers, contacts string
		var expires time.Time
		return get.QueryRow(1, nameOf(n)).Scan(&id, &name, &nameservers, &contacts, &expires)
	}
	write := func(n int64) error { return save(writer, n) }
	if reads, err = rate(4, read); err != nil {
		return
	}
	if writes, err = rate(4, write); err != nil {
		return
	}
	var wg sync.WaitGroup
	var failed error
	wg.Go(func() { _, failed = rate(3, read) })
	busy, err = rate(1, write)
	wg.Wait()
	if err == nil {
		err = failed
	}
	return
}

func open(file, driver, settings string, connections int) (*sql.DB, error) {
	db, err := sql.Open(driver, "file:"+file+"?"+settings)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, db.Ping()
}

// fill makes tables like Nameyard's.
func fill(db *sql.DB) error {
	for _, statement := range []string{
		`CREATE TABLE domains (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, name TEXT NOT NULL, nameservers TEXT NOT NULL,
			contacts TEXT NOT NULL, expires_at DATETIME NOT NULL)`,
		"CREATE INDEX domains_account_id_name ON domains (account_id, name)",
		"CREATE TABLE zones (domain_id INTEGER PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL)",
		"CREATE TABLE history (domain_id INTEGER NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (domain_id, version))",
	} {
		if _, err := db.Exec(statement); err != nil {
			return err
		}
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	for n := range int64(names) {
		_, err := tx.Exec("INSERT INTO domains (id, account_id, name, nameservers, contacts, expires_at) VALUES (?,1,?,?,?,?)", n+1, nameOf(n),
			`["ns1.example.net","ns2.example.net"]`, `{"registrant":{"first_name":"test","last_name":"test","email":"test@example.net"}}`, time.Now().UTC())
		if err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO zones (domain_id, version, body) VALUES (?,1,'[]')", n+1); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func nameOf(n int64) string { return fmt.Sprintf("name%d.com", n*7919%names) }

// body is a zone of about ten records.
var body = fmt.Sprintf("[%0800d]", 1)

// save is the transaction of SaveDNS.
func save(db *sql.DB, n int64) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	id := n*7919%names + 1
	if _, err := tx.Exec("UPDATE zones SET version = version + 1, body = ? WHERE domain_id = ?", body, id); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO history SELECT domain_id, version, body FROM zones WHERE domain_id = ?", id); err != nil {
		return err
	}
	return tx.Commit()
}

// rate does something for a span in several goroutines and tells how often a second.
func rate(workers int, do func(n int64) error) (float64, error) {
	var n atomic.Int64
	var mu sync.Mutex
	var failed error
	var wg sync.WaitGroup
	start := time.Now()
	for range workers {
		wg.Go(func() {
			for time.Since(start) < span {
				if err := do(n.Add(1)); err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					return
				}
			}
		})
	}
	wg.Wait()
	return float64(n.Load()) / time.Since(start).Seconds(), failed
}
