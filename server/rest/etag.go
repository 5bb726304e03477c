package rest

import (
	"strings"

	"nameyard/actions"
	"nameyard/zone"
)

// tagged adds the ETag of a set to a reply (RFC 9110 §8.8.3).
func tagged(set any) func(reply, error) (reply, error) {
	return func(r reply, err error) (reply, error) {
		if r.header == nil {
			r.header = map[string]string{}
		}
		r.header["ETag"] = `"` + zone.Tag(set) + `"`
		return r, err
	}
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
