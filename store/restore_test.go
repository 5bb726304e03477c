package store_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
	"nameyard/zone"
)

// before61 is a schema in which the kinds of a zone counted their versions apart.
const before61 = 51

// A backup of an older Nameyard makes its own schema in an empty database, and is brought up to date with its rows.
func TestBackupOfAnOlderSchemaComesBackUpToDate(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10_000), "name")
		ok(t, h.saveRecords(d, reseller.Operator, "www"))
		ok(t, h.MigrateDownTo(h.ctx, before61))
		path, made := h.backup()
		equal(t, "schema of the backup", made.Schema, before61)
		must[[]string](t)(h.Migrate(h.ctx))
		if err := h.restore(path, true); err == nil || !strings.Contains(err.Error(), "the backup has schema 51 and the database") {
			t.Errorf("over a newer schema the restore says %v", err)
		}
		onEachFresh(t, func(t *testing.T, url string) {
			fresh := another(t, url, h.clock)
			ok(t, fresh.restore(path, false))
			ok(t, fresh.CheckSchema(fresh.ctx))
			ok(t, fresh.SaveZone(fresh.ctx, d.ID, zone.Save{Kind: zone.Mail, By: reseller.Operator}))
			equal(t, "the zone's next version", fresh.versions(d, zone.Mail)[0], 2)
		})
	})
}

// A binary that was gone back to, or one that still runs beside a newer one, writes backups of a schema that it does not know.
func TestBackupOfASchemaThatANewerNameyardMadeSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("a@example.com", 10_000)
		newer := must[store.MigrationStatus](t)(h.SchemaStatus(h.ctx)).Latest + 7
		ok(t, h.Exec(h.ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, ?)", newer, true))
		path, made := h.backup()
		equal(t, "schema of the backup", made.Schema, newer)
		status := must[store.MigrationStatus](t)(h.SchemaStatus(h.ctx))
		equal(t, "schema of the database", status.Current, newer)
		equal(t, "what is missing", len(status.Pending), 0)
		err := h.restore(path, true)
		if !reseller.IsKind(err, reseller.KindConflict) || !strings.Contains(err.Error(), "use the newest Nameyard that worked on that database") {
			t.Errorf("the restore says %v", err)
		}
	})
}

func TestBackupAndRestoreSayHowFarTheyAre(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.SQLitePath(t))
	ok(t, h.Exec(h.ctx, `INSERT INTO audit (created_at, account_id, actor, action, object, detail, request_id)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000) SELECT '2026-03-01 12:00:00', 0, 'a', 'b', 'c', 'd', '' FROM n`))
	told := map[string]int64{}
	note := func(table string, rows int64) { told[table] = rows }
	path := t.TempDir() + "/house.nyb"
	must[store.BackupResult](t)(h.Backup(h.ctx, path, "test", note))
	must[store.BackupResult](t)(store.CheckBackup(path, nil))
	fresh := another(t, storetest.SQLitePath(t), h.clock)
	must[store.BackupResult](t)(fresh.Restore(fresh.ctx, store.RestoreOrders{Path: path, Leader: "jobs", Told: note}))
	for _, stage := range []string{"audit", "checking audit"} {
		equal(t, stage, told[stage], 20_000)
	}
}

// MariaDB is emptied in pieces that a cluster can replicate.
func TestRestoreEmptiesALargeTableInPieces(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.MariaDB(t))
	path, _ := h.backup()
	h.account("a@example.com", 0)
	ok(t, h.Exec(h.ctx, `INSERT INTO audit (created_at, account_id, actor, action, object, detail, request_id)
		WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 300)
		SELECT '2026-03-01 12:00:00', 0, 'a', 'b', 'c', 'd', '' FROM n a, n b LIMIT 45000`))
	var cleared int64
	must[store.BackupResult](t)(h.Restore(h.ctx, store.RestoreOrders{Path: path, Replace: true, Leader: "jobs", Told: func(table string, rows int64) {
		if table == "clearing audit" {
			cleared = rows
		}
	}}))
	equal(t, "cleared before the last piece", cleared, 40_000)
	equal(t, "accounts left", len(must[[]reseller.Account](t)(h.Accounts(h.ctx))), 0)
}
