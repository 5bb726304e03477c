package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/zone"
)

// importZone makes the records those of a zone file, or shows what that would change.
func (req *request) importZone(ctx context.Context) (reply, error) {
	b := req.body()
	file, apply := b.need("zone_file"), b.flagOr("apply", false)
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) (zone.Import, error) {
		return req.api.actions.ImportZone(ctx, req.call, actions.ImportZone{Name: name, File: file, Apply: apply, IfMatch: req.ifMatch()})
	}, func(made zone.Import) (reply, error) {
		tag := made.Seen
		if apply {
			tag = reseller.Tag(made.Records)
		}
		return withTag(tag)(jsonReply(http.StatusOK, struct {
			Applied bool          `json:"applied"`
			Added   []record      `json:"added"`
			Removed []record      `json:"removed"`
			Records int           `json:"records"` // then
			LeftOut []zone.Remark `json:"left_out"`
		}{apply, each(made.Added, recordOf), each(made.Removed, recordOf), len(made.Records), append([]zone.Remark{}, made.LeftOut...)}))
	})
}
