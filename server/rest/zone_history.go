package rest

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/zone"
)

// zoneVersion is a saved version on the wire.
type zoneVersion struct {
	Version int64     `json:"version"`
	Kind    string    `json:"kind"` // dns, mail
	SavedAt time.Time `json:"saved_at"`
	SavedBy string    `json:"saved_by"`
}

func versionOf(v actions.ZoneVersion) zoneVersion {
	return zoneVersion{v.Version, string(v.Kind), v.SavedAt.Truncate(time.Second), v.SavedBy}
}

func (req *request) zoneHistory(ctx context.Context) (reply, error) {
	p, err := req.page()
	if err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) (actions.Paged[actions.ZoneVersion], error) {
		return req.api.actions.ZoneHistory(ctx, req.call, actions.ZoneHistory{Name: name, Page: p})
	}, func(versions actions.Paged[actions.ZoneVersion]) (reply, error) {
		return req.paged(struct {
			Versions []zoneVersion `json:"versions"`
			Next     *string       `json:"next_cursor"`
		}{each(versions.Rows, versionOf), cursor(versions.Next)}, versions.Next)
	})
}

// restoreZone saves an old version again, as a new one, or shows what that would change.
func (req *request) restoreZone(ctx context.Context) (reply, error) {
	b := req.body()
	apply := b.flagOr("apply", true)
	if err := b.end(); err != nil {
		return reply{}, err
	}
	version, err := strconv.ParseInt(req.Params["version"], 10, 64)
	if err != nil {
		return reply{}, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "versions are whole numbers: the history lists those that are kept").Because(err)
	}
	asked := func(name reseller.Name) actions.RestoreZone {
		return actions.RestoreZone{Name: name, Version: version, IfMatch: req.ifMatch()}
	}
	if !apply {
		return ofName(ctx, req, func(name reseller.Name) (actions.RestoreDifference, error) {
			return req.api.actions.RestoreDifference(ctx, req.call, asked(name))
		}, restoreShown)
	}
	return ofName(ctx, req, func(name reseller.Name) (actions.RestoredZone, error) {
		return req.api.actions.RestoreZone(ctx, req.call, asked(name))
	}, func(made actions.RestoredZone) (reply, error) {
		return withTag(made.Seen)(jsonReply(http.StatusOK, versionOf(made.ZoneVersion)))
	})
}

// restoreShown tells what restoring a version would change.
func restoreShown(d actions.RestoreDifference) (reply, error) {
	forward := func(f zone.Forward) mailForward { return mailForward{Prefix: f.Prefix, ForwardTo: f.Targets()} }
	return withTag(d.Seen)(jsonReply(http.StatusOK, struct {
		Applied bool `json:"applied"`
		zoneVersion
		Added           []record      `json:"added"`
		Removed         []record      `json:"removed"`
		AddedForwards   []mailForward `json:"added_forwards"`
		RemovedForwards []mailForward `json:"removed_forwards"`
		Count           int           `json:"count"` // of records, or forwards, then
	}{false, versionOf(d.ZoneVersion), each(d.Changed.Added, recordOf), each(d.Changed.Removed, recordOf), each(d.Forwards.Added, forward), each(d.Forwards.Removed, forward), d.Count}))
}
