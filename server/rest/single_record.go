package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/zone"
)

// singleRecord is a DNS record with its id on the wire.
type singleRecord struct {
	ID string `json:"id"`
	record
}

func singleOf(r zone.Record) singleRecord { return singleRecord{r.ID(), record(r)} }

func (req *request) singleRecords(ctx context.Context) (reply, error) {
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	records, err := req.api.actions.GetDNS(ctx, req.call, actions.GetDNS{Name: name})
	if err != nil {
		return reply{}, err
	}
	answer := struct {
		Records []singleRecord `json:"records"`
	}{make([]singleRecord, len(records))}
	for i, r := range records {
		answer.Records[i] = singleOf(r)
	}
	return tagged(records)(jsonReply(http.StatusOK, answer))
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
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	added, err := req.api.actions.AddRecord(ctx, req.call, actions.AddRecord{Name: name, Row: row, IfMatch: req.ifMatch()})
	if err != nil {
		return reply{}, err
	}
	status := http.StatusOK
	if added.Fresh {
		status = http.StatusCreated
	}
	return tagged(added.All)(jsonReply(status, singleOf(added.Record)))
}

// removeRecord takes one record away and leaves the others alone.
func (req *request) removeRecord(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	left, err := req.api.actions.RemoveRecord(ctx, req.call, actions.RemoveRecord{Name: name, ID: req.Params["record"], IfMatch: req.ifMatch()})
	if err != nil {
		return reply{}, err
	}
	return tagged(left)(reply{status: http.StatusNoContent}, nil)
}
