package reseller

import "time"

// Report is what was found, or made, by something that is done over and again. The last one of each is kept, for people.
type Report struct {
	Name   ReportName
	At     time.Time     // when it began, wall time
	Took   time.Duration // wall time
	Server string        // that made it, as in leases; of a command what says so
	JSON   []byte
}

// ReportName says what a report is of.
type ReportName string

// What is reported.
const (
	ReportVerify ReportName = "verify" // verify.Report
	ReportBackup ReportName = "backup" // BackupReport
)

// BackupReport is a backup that was written.
type BackupReport struct {
	File  string `json:"file"`
	Bytes int64  `json:"bytes"`
	Rows  int64  `json:"rows"`
}
