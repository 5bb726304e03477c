package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/zone"
)

// importZone makes the records those of a zone file, or shows what that would change.
func (req *request) importZone(ctx context.Context) (reply, error) {
	b := req.body()
	file, apply := b.need("zone_file"), b.flagOr("apply", false)
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	made, err := req.api.actions.ImportZone(ctx, req.call, actions.ImportZone{Name: name, File: file, Apply: apply, IfMatch: req.ifMatch()})
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, struct {
		Applied bool          `json:"applied"`
		Added   []record      `json:"added"`
		Removed []record      `json:"removed"`
		Records int           `json:"records"` // then
		LeftOut []zone.Remark `json:"left_out"`
	}{apply, recordsOf(made.Added), recordsOf(made.Removed), len(made.Records), append([]zone.Remark{}, made.LeftOut...)})
}

func recordsOf(records []zone.Record) []record {
	list := make([]record, len(records))
	for i, r := range records {
		list[i] = record(r)
	}
	return list
}
