package operator

import (
	"fmt"
	"strings"
	"time"

	"nameyard/reseller"
)

// importSaid is what a row says, understood.
type importSaid struct {
	renew, dns, forwarding bool
	expires, paid          time.Time // zero where it says nothing
	status                 string    // folded to words in lower case
	note                   string
}

// read understands a row, or says what it cannot.
func (i *importer) read(row importRow) (importSaid, *reseller.Error) {
	u := understanding{row: row, order: i.order}
	said := importSaid{status: statusWords(row.values[colStatus])}
	said.dns, said.forwarding = u.yes(colDNSManagement, "DNS management"), u.yes(colEmailForwarding, "e-mail forwarding")
	if i.AutoRenew != nil {
		said.renew = *i.AutoRenew
	} else {
		said.renew, said.note = u.renews()
	}
	said.expires, said.paid = u.date(colExpires, "the expiry"), u.date(colPaidThrough, "paid through")
	switch words := strings.Join(u.problems, "; "); {
	case u.ambiguous:
		return said, invalid(PathDateOrder, "%s; say %s", words, PathDateOrder)
	case words != "":
		return said, invalid(PathFile, "%s", words)
	}
	return said, nil
}

// understanding reads the cells of a row and keeps what it cannot read.
type understanding struct {
	row       importRow
	order     DateOrder
	ambiguous bool
	problems  []string
}

func (u *understanding) problem(format string, args ...any) {
	u.problems = append(u.problems, fmt.Sprintf(format, args...))
}

func (u *understanding) yes(c importColumn, name string) bool {
	t := tickOf(u.row.values[c])
	if t == tickUnknown {
		u.problem("%s is %s, which is neither yes nor no", name, shown(u.row.values[c]))
	}
	return t == tickYes
}

// renews reports whether a row asks for automatic renewal. A do-not-renew that is empty is not ticked.
func (u *understanding) renews() (on bool, note string) {
	on, not := u.yes(colAutoRenew, "auto-renew"), u.yes(colDoNotRenew, "do-not-renew")
	said, ticked := u.row.values[colAutoRenew] != "", u.row.has.has(colDoNotRenew)
	switch {
	case said && u.row.values[colDoNotRenew] != "" && on == not && len(u.problems) == 0:
		u.problem("auto-renew and do-not-renew contradict one another")
	case !said && ticked:
		return !not, ""
	case !said && u.row.has.has(colAutoRenew):
		return false, "the row does not say whether to renew it"
	}
	return on, ""
}

func (u *understanding) date(c importColumn, name string) time.Time {
	date := dateOf(u.row.values[c], u.order)
	if date.ambiguous {
		u.ambiguous = true
		u.problem("%s is %s, and no other date of the file shows which is the day", name, shown(u.row.values[c]))
	}
	if date.unknown {
		u.problem("%s is %s, which is no date that is understood", name, shown(u.row.values[c]))
	}
	return date.at
}
