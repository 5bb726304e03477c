package reseller

import "time"

// Restore is a backup that was loaded into the database, and the comparison with the registries that follows: until it is
// done, nothing is sold or changed.
type Restore struct {
	ID            int64
	State         RestoreState
	Source        string    // the backup's file
	BackupAt      time.Time // wall time of the backup
	BusinessAt    time.Time // the same in business time
	KeepsRegistry bool      // the sandbox registry's state was there and was left as it is
	Through       int64     // id of the last domain row that was compared
	Compared      int64     // how many were
	StartedAt     time.Time
	LoadedAt      time.Time
	LiftedAt      time.Time
}

// RestoreState is how far a restore is.
type RestoreState string

// The states of a restore.
const (
	RestoreLoading     RestoreState = "loading"     // rows are being written, or that was interrupted: nothing works
	RestoreReconciling RestoreState = "reconciling" // the registries are being asked what happened since: nothing is sold or changed
	RestoreDone        RestoreState = "done"
)

// Finding is one thing that had happened at a registry after the backup, or that the operator must look at.
type Finding struct {
	RestoreID int64
	Mark      string // unique within the restore, so that a run which is repeated finds it once
	Kind      FindingKind
	AccountID int64 // 0 = nobody's
	Name      string
	Detail    string
	At        time.Time
}

// FindingKind is what sort of thing was found.
type FindingKind string

// The kinds of findings.
const (
	FoundRenewed    FindingKind = "renewed"    // the registry gave years that the ledger knows nothing of
	FoundRegistered FindingKind = "registered" // a name of ours that no account has
	FoundEffect     FindingKind = "effect"     // something else that was paid for at the registry
	FoundUnpaid     FindingKind = "unpaid"     // renewed by the registry itself, and no payment in the books
	FoundGone       FindingKind = "gone"       // a name that has left
	FoundChanged    FindingKind = "changed"    // expiry, state or settings that differed and were brought in line
	FoundOrder      FindingKind = "order"      // an order that was unfinished in the backup, and what became of it
	FoundUnasked    FindingKind = "not_asked"  // what could not be compared
)

// LostAndFound is the e-mail address of the account that gets the names which a restore finds at the registry and in no
// account. It has no credentials; the operator gives its names to their accounts.
const LostAndFound = "lost-and-found@nameyard.invalid"

// Recovery is what the registry did after the backup was made, put on record: a done order that charges nothing, under the
// transaction id that the registry knows, and the domain row as it is now.
type Recovery struct {
	Order   Order         // its currency is set with its account
	Domain  *Domain       // a new row; nil = Order.DomainID exists
	Apply   func(*Domain) // what it changes on a row that exists
	Finding Finding
}
