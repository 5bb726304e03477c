package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
)

// notice is how the account hears of a kind of notices, on the wire.
type notice struct {
	Kind string               `json:"kind"`
	Way  reseller.NoticeWay   `json:"way"`
	Ways []reseller.NoticeWay `json:"ways"` // that may be chosen
}

func (req *request) notices(ctx context.Context) (reply, error) {
	return req.allNotices(ctx)
}

// allNotices answers with all kinds as they are now.
func (req *request) allNotices(ctx context.Context) (reply, error) {
	all, err := req.api.actions.Notices(ctx, req.call, struct{}{})
	if err != nil {
		return reply{}, err
	}
	list := make([]notice, len(all))
	for i, c := range all {
		list[i] = notice{c.Kind, c.Way, reseller.NoticeKinds[i].Ways()}
	}
	return tagged(all)(jsonReply(http.StatusOK, struct {
		Notices []notice `json:"notices"`
	}{list}))
}

// changeNotices changes the kinds that are listed, all or none; the others stay.
func (req *request) changeNotices(ctx context.Context) (reply, error) {
	b := req.body()
	var changes []reseller.NoticeChange
	for _, row := range b.rows("notices", "a list of objects with kind and way") {
		changes = append(changes, reseller.NoticeChange{NoticeChoice: reseller.NoticeChoice{Kind: row.need("kind"), Way: reseller.NoticeWay(row.need("way"))}})
		row.ignore("ways") // the whole of GET may come back
		b.fail(row.end())
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	if err := req.api.actions.ChangeNotices(ctx, req.call, actions.ChangeNotices{Changes: changes, IfMatch: req.ifMatch()}); err != nil {
		return reply{}, err
	}
	return req.allNotices(ctx)
}
