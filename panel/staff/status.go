package staff

import "time"

// Status is what the server that shows the page knows of itself. Times are wall time.
type Status struct {
	Now      time.Time
	Troubles []Trouble

	Version, Commit, Go string // of the program; Commit "" = not known
	Started             time.Time
	Server              string // as in leases

	Backups      BackupPlan
	Certificates *CertificateState // nil = this server serves no HTTPS for web forwards
	Copy         *CopyState        // nil = it forwards nothing
	Faults       int               // in the program, since it was started
	MailServer   bool              // one is set
	CardPayments bool              // a payment provider is set
	PublishesDNS bool
}

// BackupPlan is what a server is to back up by itself.
type BackupPlan struct {
	Folder string        // "" = it makes none
	Every  time.Duration // between them
	Newest time.Time     // of those in the folder; zero = there is none, or the folder cannot be read
}

// CertificateState is how the certificates of hosts of web forwards stand.
type CertificateState struct {
	All      int64
	First    time.Time // when the first one ends; zero = not known
	Host     string    // whose that is
	New      int       // hosts without one whose last attempt failed, within a day
	Renewals int       // hosts with one that still holds, the same
}

// CopyState is the copy of all forwards that answers while the database is away.
type CopyState struct {
	At   time.Time // zero = there is none yet
	Used bool
}
