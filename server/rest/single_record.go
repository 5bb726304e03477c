package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/zone"
)

// singleRecord is a DNS record with its id on the wire.
type singleRecord struct {
	ID string `json:"id"`
	record
}

func singleOf(r zone.Record) singleRecord { return singleRecord{r.ID(), record(r)} }

func (req *request) singleRecords(ctx context.Context) (reply, error) {
	return ofName(ctx, req, func(name reseller.Name) (actions.DNSRecords, error) {
		return req.api.actions.GetDNS(ctx, req.call, actions.GetDNS{Name: name})
	}, func(all actions.DNSRecords) (reply, error) {
		return tagged(all.Records)(jsonReply(http.StatusOK, struct {
			Records []singleRecord `json:"records"`
			Notice  string         `json:"notice,omitempty"` // what of them does not work as it is meant
		}{each(all.Records, singleOf), all.Notice}))
	})
}

// record reads the parts of a record.
func (b *body) record() zone.Row {
	return zone.Row{Hostname: b.part("hostname"), Type: b.part("type"), Address: b.part("address"), Priority: b.numeral("priority"), TTL: b.numeral("ttl")}
}

// addRecord adds one record and leaves the others alone.
func (req *request) addRecord(ctx context.Context) (reply, error) {
	b := req.body()
	row := b.record()
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) (actions.AddedRecord, error) {
		return req.api.actions.AddRecord(ctx, req.call, actions.AddRecord{Name: name, Row: row, IfMatch: req.ifMatch()})
	}, func(added actions.AddedRecord) (reply, error) {
		status := http.StatusOK
		if added.Fresh {
			status = http.StatusCreated
		}
		return tagged(added.All)(jsonReply(status, singleOf(added.Record)))
	})
}

// replaceRecord puts another record in the place of one and leaves the others alone.
func (req *request) replaceRecord(ctx context.Context) (reply, error) {
	b := req.body()
	row := b.record()
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) (actions.AddedRecord, error) {
		return req.api.actions.ReplaceRecord(ctx, req.call, actions.ReplaceRecord{Name: name, ID: req.Params["record"], Row: row, IfMatch: req.ifMatch()})
	}, func(put actions.AddedRecord) (reply, error) {
		return tagged(put.All)(jsonReply(http.StatusOK, singleOf(put.Record)))
	})
}

// removeRecord takes one record away and leaves the others alone.
func (req *request) removeRecord(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) ([]zone.Record, error) {
		return req.api.actions.RemoveRecord(ctx, req.call, actions.RemoveRecord{Name: name, ID: req.Params["record"], IfMatch: req.ifMatch()})
	}, func(left []zone.Record) (reply, error) {
		return tagged(left)(reply{status: http.StatusNoContent}, nil)
	})
}
