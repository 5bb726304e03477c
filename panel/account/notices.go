package account

import (
	"context"
	"slices"

	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// noticesPage is what the page of the notices shows.
type noticesPage struct {
	To     string // e-mail address
	Groups []noticeGroup
	Saved  bool
}

// noticeGroup are the kinds of notices of which the same may be chosen.
type noticeGroup struct {
	Least reseller.NoticeWay
	Lines []noticeLine
}

// noticeLine is one kind of notices.
type noticeLine struct {
	reseller.NoticeKind
	Way reseller.NoticeWay
}

// notices shows how the account hears of things.
func (p Pages) notices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	all, err := p.Actions.Notices(ctx, v.Call(), struct{}{})
	if err != nil {
		return visit.Answer{}, err
	}
	d := noticesPage{To: v.Account.Email, Saved: v.Query.Has("saved")}
	for i, k := range reseller.NoticeKinds {
		if last := len(d.Groups) - 1; last < 0 || d.Groups[last].Least != k.Least {
			d.Groups = append(d.Groups, noticeGroup{Least: k.Least})
		}
		g := &d.Groups[len(d.Groups)-1]
		g.Lines = append(g.Lines, noticeLine{k, all[i].Way})
	}
	slices.Reverse(d.Groups) // what may be chosen comes first
	return visit.Show("account/notices", v.Say("notices.title"), d).With(page.Form{}), nil
}

// changeNotices changes what was chosen otherwise than it was shown: what somebody else has changed since stays.
func (p Pages) changeNotices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	var changes []reseller.NoticeChange
	for _, k := range reseller.NoticeKinds {
		way, was := reseller.NoticeWay(v.Field("way."+k.Kind)), reseller.NoticeWay(v.Field("was."+k.Kind))
		if all := reseller.NoticeWay(v.Field("all")); all != "" && k.Least != reseller.NoticeNow {
			way = all
		}
		if way != "" && was != "" && way != was {
			changes = append(changes, reseller.NoticeChange{NoticeChoice: reseller.NoticeChoice{Kind: k.Kind, Way: way}, Was: was})
		}
	}
	return visit.Go("/panel/notices/?saved="), p.Actions.ChangeNotices(ctx, v.Call(), changes)
}
