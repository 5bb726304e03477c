package reseller

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// HappeningKind is what one line of the history of a name is of.
type HappeningKind string

// The kinds, in the order in which those of one instant are told, newest first.
const (
	HappenedMail    HappeningKind = "mail"
	HappenedInvoice HappeningKind = "invoice"
	HappenedZone    HappeningKind = "zone"
	HappenedAudit   HappeningKind = "audit"
	HappenedOrder   HappeningKind = "order"
)

var happeningKinds = []HappeningKind{HappenedMail, HappenedInvoice, HappenedZone, HappenedAudit, HappenedOrder}

// Happening is one thing that happened to a name of an account.
type Happening struct {
	At   time.Time // business time; wall time of records of the audit log
	Kind HappeningKind
	ID   int64 // of the row; the version of a zone

	Mail    Mail // without its text
	Invoice Invoice
	Zone    ZoneSaved
	Audit   AuditRecord
	Order   Order
	Asked   []Asked // of an order
}

// ZoneSaved is that a version of what a name publishes was saved.
type ZoneSaved struct {
	Kind      string // "dns" or "mail"
	By        string // name of an Actor
	RequestID string
}

// Place is where the line stands in its history.
func (h Happening) Place() HistoryPlace { return HistoryPlace{h.At, h.Kind, h.ID} }

// HistoryPlace is a place in the history of a name: what comes after it is older. The zero place is before all.
type HistoryPlace struct {
	At   time.Time
	Kind HappeningKind
	ID   int64
}

// IsZero reports whether it is the place before all.
func (p HistoryPlace) IsZero() bool { return p.Kind == "" }

// String writes the place for the address of a page: "1792584000000000-order-7"; "" is the place before all.
func (p HistoryPlace) String() string {
	if p.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d-%s-%d", p.At.UnixMicro(), p.Kind, p.ID)
}

// ParseHistoryPlace reads what String wrote. Anything else is the place before all.
func ParseHistoryPlace(text string) HistoryPlace {
	parts := strings.Split(text, "-")
	if len(parts) != 3 || !slices.Contains(happeningKinds, HappeningKind(parts[1])) {
		return HistoryPlace{}
	}
	at, err := strconv.ParseInt(parts[0], 10, 64)
	id, err2 := strconv.ParseInt(parts[2], 10, 64)
	if err != nil || err2 != nil {
		return HistoryPlace{}
	}
	return HistoryPlace{time.UnixMicro(at).UTC(), HappeningKind(parts[1]), id}
}

// Passed says which lines of a kind at the instant of the place come after it: those with an id below it. 0 = none do.
func (p HistoryPlace) Passed(kind HappeningKind) (below int64) {
	switch c := cmp.Compare(slices.Index(happeningKinds, kind), slices.Index(happeningKinds, p.Kind)); {
	case c > 0:
		return maxID
	case c == 0:
		return p.ID
	}
	return 0
}

// maxID is an id beyond all.
const maxID = 1<<63 - 1

// CompareHappenings orders a history: the newest first.
func CompareHappenings(a, b Happening) int {
	return cmp.Or(b.At.Compare(a.At), cmp.Compare(slices.Index(happeningKinds, a.Kind), slices.Index(happeningKinds, b.Kind)), cmp.Compare(b.ID, a.ID))
}

// HistorySearch chooses what happened to a name of an account, newest first.
type HistorySearch struct {
	Account int64
	Name    Name
	After   HistoryPlace
	Limit   int
}
