package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/zone"
)

// importZone gives a name the records of a zone file, or shows what that would change.
func (req *request) importZone(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.ImportZone{File: b.need("zone_file"), Add: b.adds(), Apply: b.flagOr("apply", false), IfMatch: req.ifMatch()}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) (zone.Import, error) {
		r.Name = name
		return req.api.actions.ImportZone(ctx, req.call, r)
	}, func(made zone.Import) (reply, error) { return imported(made, r.Apply) })
}

// imported tells what an import has made of the records, or would.
func imported(made zone.Import, applied bool) (reply, error) {
	tag := made.Seen
	if applied {
		tag = reseller.Tag(made.Records)
	}
	return withTag(tag)(jsonReply(http.StatusOK, struct {
		Applied bool          `json:"applied"`
		Added   []record      `json:"added"`
		Removed []record      `json:"removed"`
		Records int           `json:"records"` // then
		LeftOut []zone.Remark `json:"left_out"`
	}{applied, each(made.Added, recordOf), each(made.Removed, recordOf), len(made.Records), append([]zone.Remark{}, made.LeftOut...)}))
}
