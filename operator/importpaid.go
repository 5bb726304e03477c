package operator

import (
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// importPaid is through when an imported name is paid, or why that is not clear.
type importPaid struct {
	through time.Time
	note    string
	unclear string
}

// paidThrough finds it from what the file says and what the registry shows. A registry that has just renewed a name by itself
// shows a year that nobody may have paid: then the file decides, and if it does not, the row is set aside.
func paidThrough(said importSaid, info registry.Registration) importPaid {
	byItself, before := info.Has(registry.StatusAutoRenewPeriod), reseller.AddYears(info.Expires, -1)
	told := said.paid
	if told.IsZero() {
		told = said.expires
	}
	switch {
	case told.IsZero() && byItself:
		return importPaid{unclear: "the registry has just renewed it by itself, and the row does not say through when it is paid: give paid_through"}
	case told.IsZero(), aboutSameDay(told, info.Expires):
		return importPaid{through: info.Expires}
	case byItself && aboutSameDay(told, before):
		return importPaid{through: before, note: "the registry renewed it by itself; it is paid through " + day(before)}
	case !said.paid.IsZero() && aboutSameDay(told, before):
		return importPaid{through: before}
	case !said.paid.IsZero() && told.After(before) && told.Before(info.Expires):
		return importPaid{through: told}
	case !said.paid.IsZero() && (told.Before(before) || byItself):
		return importPaid{unclear: fmt.Sprintf("the row says that it is paid through %s, which is not within the last year of the registry, to %s: find out through when it is paid, and correct the row", day(told), day(info.Expires))}
	case byItself:
		return importPaid{unclear: fmt.Sprintf("the row says %s and the registry, which may have renewed it by itself, %s: give paid_through", day(told), day(info.Expires))}
	}
	return importPaid{through: info.Expires, note: fmt.Sprintf("dates differ: the file says %s; the registry's counts", day(told))}
}

// aboutSameDay allows for the time zone of a file: a date in one is at most a day from that in UTC.
func aboutSameDay(a, b time.Time) bool {
	return reseller.SameDay(a, b) || reseller.SameDay(a.AddDate(0, 0, 1), b) || reseller.SameDay(a.AddDate(0, 0, -1), b)
}
