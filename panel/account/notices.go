package account

import (
	"context"
	"slices"

	"nameyard/actions"
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
	Way  reseller.NoticeWay
	Mine reseller.NoticeWay // what was chosen, where somebody else has chosen otherwise meanwhile
}

// notices shows how the account hears of things.
func (p Pages) notices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showNotices(ctx, v, nil, page.Form{})
}

// showNotices shows them with changes that were refused, because somebody else has changed the same meanwhile.
func (p Pages) showNotices(ctx context.Context, v *visit.Visit, mine []reseller.NoticeChange, form page.Form) (visit.Answer, error) {
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
		line := noticeLine{NoticeKind: k, Way: all[i].Way}
		for _, c := range mine {
			if c.Kind == k.Kind && c.Way != line.Way {
				line.Mine = c.Way
			}
		}
		g.Lines = append(g.Lines, line)
	}
	slices.Reverse(d.Groups) // what may be chosen comes first
	return visit.Show("account/notices", v.Say("notices.title"), d).With(form), nil
}

// changeNotices changes what was chosen otherwise than it was shown. If somebody else has changed one of these since, nothing is changed and the page is
// shown again.
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
	form := v.Typed()
	err := p.Actions.ChangeNotices(ctx, v.Call(), actions.ChangeNotices{Changes: changes})
	if moved(v, err, &form) {
		return p.showNotices(ctx, v, changes, form)
	}
	return visit.Go("/panel/notices/?saved="), err
}
