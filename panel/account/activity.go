package account

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// activityPage is what was done in an account.
type activityPage struct {
	Rows     []activityLine
	Paging   paging
	Filtered bool
	Topics   []reseller.AuditTopic // to choose from
	Actors   []actorChoice         // to choose from
}

// actorChoice is somebody whose doings can be looked for.
type actorChoice struct{ Name, Who string }

// activityLine is a record, in words.
type activityLine struct {
	reseller.AuditRecord
	Who   string
	About string // what it was done to
	To    string // where that is; "" = nowhere, or it is gone
	Names int    // to how many names; 0 = it is no act on many
	How   string // key of how somebody has proved who it is; "" = it is told otherwise
}

// provedBy are the keys of what is said of a proof (reseller.Proof), by what the log has of it.
var provedBy = map[string]string{"passkey": "activity.by_passkey", "password": "activity.by_password", "link": "activity.by_link", "session": "activity.by_session"}

// activity lists what the audit log has of the account, newest first.
func (p Pages) activity(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := searched(v, "kind", "who", "q", "request", "since", "until")
	d := activityPage{Filtered: filtered(form), Topics: reseller.AuditTopics}
	r := actions.Activity{Page: asked(v), Topic: reseller.AuditTopic(form.Values["kind"]), By: form.Values["who"], Name: form.Values["q"], Request: form.Values["request"], Done: days(v, form.Errors)}
	tokens, err := p.tokenNames(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	actors, err := p.Actions.Actors(ctx, v.Call())
	if err != nil {
		return visit.Answer{}, err
	}
	for _, name := range actors {
		d.Actors = append(d.Actors, actorChoice{name, who(v, reseller.Actor{Name: name}, tokens)})
	}
	if !form.Wrong() {
		found, err := p.Actions.Activity(ctx, v.Call(), r)
		if err != nil && !told(v, err, &form, map[reseller.Path]string{reseller.PathName: "q", reseller.PathKind: "kind"}) {
			return visit.Answer{}, err
		}
		for _, record := range found.Rows {
			d.Rows = append(d.Rows, lineOfActivity(v, record, tokens))
		}
		d.Paging = pagingOf(v, found.Next)
	}
	return visit.Show("account/activity", v.Say("activity.title"), d).With(form), nil
}

// lineOfActivity says what was done to what, and where that is.
func lineOfActivity(v *visit.Visit, r reseller.AuditRecord, tokens map[int64]string) activityLine {
	line := activityLine{AuditRecord: r, Who: who(v, reseller.Actor{Name: r.Actor}, tokens), About: r.Object}
	id, _ := strconv.ParseInt(r.Object, 10, 64)
	if line.How = provedBy[r.Detail]; line.How != "" {
		line.Detail = ""
	}
	switch topic := reseller.AuditTold[r.Action]; {
	case r.Action == "bulk.start":
		act, number, _ := strings.Cut(r.Object, " ")
		line.About, line.To = actTitle(v, reseller.BulkAct{Act: act}), actPage(idOf(number))
		names, _, _ := strings.Cut(r.Detail, " ")
		line.Names, _ = strconv.Atoi(names)
		line.Detail = ""
	case topic == reseller.AuditOfNames:
		line.To = "/panel/domains/?q=" + r.Object
	case strings.HasPrefix(r.Action, "order."):
		line.About, line.To = v.Say("order.title", r.Object), fmt.Sprintf("/panel/orders/%d/", id)
	case r.Action == "payment.begun":
		line.To = fmt.Sprintf("/panel/credit/card/%d/", id)
	case r.Action == "topup.set":
		line.About = ""
	case strings.HasPrefix(r.Action, "token.") && tokens[id] != "":
		line.About, line.To = tokens[id], fmt.Sprintf("/panel/tokens/%d/", id)
	}
	line.Changes = slices.DeleteFunc(r.Changes, func(c reseller.AuditChange) bool { return c.Before+c.After == line.About }) // what it is called stands there already
	return line
}
