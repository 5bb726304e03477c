package reseller

import "slices"

// NoticeWay says how an account hears of a kind of notices by mail.
type NoticeWay string

// The ways.
const (
	NoticeNow   NoticeWay = "now"   // a mail for each, at once
	NoticeDaily NoticeWay = "daily" // together, once a day
	NoticeOff   NoticeWay = "off"   // not at all
)

// NoticeWays lists them, the most urgent first.
var NoticeWays = []NoticeWay{NoticeNow, NoticeDaily, NoticeOff}

// NoticeKind is a kind of notices to accounts.
type NoticeKind struct {
	Kind  string    // as mails have it
	Least NoticeWay // the last of NoticeWays that an account may choose: what costs money or a name if it is missed is told at once
}

// Ways are the ways that an account may choose.
func (k NoticeKind) Ways() []NoticeWay { return NoticeWays[:slices.Index(NoticeWays, k.Least)+1] }

// NoticeKinds are the kinds that accounts get: those of which nothing can be chosen, those that may be gathered, and those that may be left out.
var NoticeKinds = []NoticeKind{
	{"expires_soon", NoticeNow}, {"expired", NoticeNow}, {"renewal_failed", NoticeNow}, {"low_credit", NoticeNow}, {"renewals_stopped", NoticeNow},
	{"deleting_unpaid", NoticeNow}, {"redemption", NoticeNow}, {"deleted", NoticeNow}, {"transfer_requested", NoticeNow}, {"gone", NoticeNow},
	{"verification_needed", NoticeNow}, {"hold_set", NoticeNow}, {"card_declined", NoticeNow}, {"top_up_paused", NoticeNow},

	{"renewal_invoice", NoticeDaily}, {"invoice_cancelled", NoticeDaily}, {"invoice_credited", NoticeDaily}, {"registration_failed", NoticeDaily},
	{"transfer_failed", NoticeDaily}, {"wrong_auth_code", NoticeDaily}, {"webhook_disabled", NoticeDaily}, {"spend_cap_reached", NoticeDaily}, {"credit_below", NoticeDaily}, {"forwards_idle", NoticeDaily}, {"prices_planned", NoticeDaily}, {"prices_cancelled", NoticeDaily},

	{"registered", NoticeOff}, {"renewed", NoticeOff}, {"transfer_started", NoticeOff}, {"transferred", NoticeOff}, {"restored", NoticeOff},
	{"verified", NoticeOff}, {"hold_lifted", NoticeOff}, {"card_charged", NoticeOff},
}

// NoticeChoice is how an account has chosen to hear of a kind of notices.
type NoticeChoice struct {
	Kind string
	Way  NoticeWay
}

// NoticeChange is a choice in the place of another: what was shown to who chooses, or "" for whatever there is.
type NoticeChange struct {
	NoticeChoice
	Was NoticeWay
}

// AllNotices are how an account hears of each of NoticeKinds, in their order, from what it has chosen of them. What is not its to choose is told at once.
func AllNotices(chosen []NoticeChoice) []NoticeChoice {
	list := make([]NoticeChoice, len(NoticeKinds))
	for i, k := range NoticeKinds {
		list[i] = NoticeChoice{k.Kind, NoticeNow}
		for _, c := range chosen {
			if c.Kind == k.Kind && checkNotice(c, "") == nil {
				list[i].Way = c.Way
			}
		}
	}
	return list
}

// CheckNotices reports what is wrong with changes: each kind once, in a way that accounts may choose for it. The error names its place (PathNotices).
func CheckNotices(changes []NoticeChange) error {
	seen := map[string]bool{}
	for i, c := range changes {
		at := PathNotices.At(i)
		if err := checkNotice(c.NoticeChoice, at); err != nil {
			return err
		}
		if seen[c.Kind] {
			return Errorf(KindInvalid, CodeAmbiguousParameter, "%s is there twice", c.Kind).In(at.Part("kind"))
		}
		seen[c.Kind] = true
	}
	return nil
}

func checkNotice(c NoticeChoice, at Path) error {
	i := slices.IndexFunc(NoticeKinds, func(k NoticeKind) bool { return k.Kind == c.Kind })
	switch {
	case i < 0:
		return Invalid(at.Part("kind"), "%.40q is no kind of notices to accounts", c.Kind)
	case !slices.Contains(NoticeKinds[i].Ways(), c.Way):
		return Invalid(at.Part("way"), "notices of kind %s cannot be %.40q: they are told %s", c.Kind, c.Way, least[NoticeKinds[i].Least])
	}
	return nil
}

var least = map[NoticeWay]string{NoticeNow: "at once, always", NoticeDaily: "at once or in the daily mail", NoticeOff: "at once, in the daily mail, or not"}
