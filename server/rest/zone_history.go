package rest

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
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

// restoreZone saves an old version again, as a new one.
func (req *request) restoreZone(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	version, err := strconv.ParseInt(req.Params["version"], 10, 64)
	if err != nil {
		return reply{}, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "versions are whole numbers: the history lists those that are kept").Because(err)
	}
	return ofName(ctx, req, func(name reseller.Name) (actions.RestoredZone, error) {
		return req.api.actions.RestoreZone(ctx, req.call, actions.RestoreZone{Name: name, Version: version, IfMatch: req.ifMatch()})
	}, func(made actions.RestoredZone) (reply, error) {
		return withTag(made.Seen)(jsonReply(http.StatusOK, versionOf(made.ZoneVersion)))
	})
}
