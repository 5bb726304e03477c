package rest

import (
	"net/http"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
)

// tagged adds the ETag of what was asked for or saved to a reply (RFC 9110 §8.8.3).
func tagged(set any) func(reply, error) (reply, error) { return withTag(reseller.Tag(set)) }

func withTag(tag string) func(reply, error) (reply, error) {
	return func(r reply, err error) (reply, error) {
		if r.header == nil {
			r.header = map[string]string{}
		}
		r.header["ETag"] = `"` + tag + `"`
		return r, err
	}
}

// allowMatch refuses tags where nothing has one: their sender believes that it is protected.
func (req *request) allowMatch() error {
	if req.Route.kind.seen || req.Route.Method == http.MethodGet || req.ifMatch() == nil {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodePreconditionFailed, "there is no ETag here that %s could be held against; nothing was done: leave it out", reseller.PathIfMatch).
		In(reseller.PathIfMatch)
}

// ifMatch reads If-Match (RFC 9110 §13.1.1): every set is there, so "*" asks for nothing. What is no strong tag matches none, and so does
// an empty header: its sender believes that it is protected.
func (req *request) ifMatch() actions.IfMatch {
	if len(req.IfMatch) == 0 {
		return nil
	}
	var tags actions.IfMatch
	for part := range strings.SplitSeq(strings.Join(req.IfMatch, ","), ",") {
		part = strings.TrimSpace(part)
		if part == "*" {
			return nil
		}
		tags = append(tags, strings.Trim(part, `"`))
	}
	return tags
}
