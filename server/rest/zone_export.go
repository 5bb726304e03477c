package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
)

// zoneFileType is the media type of zone files (RFC 4027).
const zoneFileType = "text/dns"

// exportZone writes what the name publishes as a zone file.
func (req *request) exportZone(ctx context.Context) (reply, error) {
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	text, err := req.api.actions.ExportZone(ctx, req.call, actions.ExportZone{Name: name})
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: []byte(text), header: map[string]string{
		"Content-Type":        zoneFileType,
		"Content-Disposition": `attachment; filename="` + name.String() + `.zone"`,
	}}, nil
}
