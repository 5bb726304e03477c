package panel

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// keptField is the field of a proof that has the form for which it is asked.
const keptField = "kept"

// carryOut does what a route is for. Before what is dangerous (Route.Fresh) whoever has not done so in the last ten minutes proves again who it is, on both sides
// of the panel by one rule (Visit.MustProve): on the way to a page that page is gone to afterwards; a form is kept on the page that asks, comes back with the proof, and is
// carried out with it, so that nothing is typed twice. The script is told where to go.
func (p *Panel) carryOut(w http.ResponseWriter, r Request, v *visit.Visit, route visit.Route) (visit.Answer, error) {
	ctx := r.HTTP.Context()
	must := v.MustProve(route)
	if must && (route.Method == http.MethodGet || isScript(r.HTTP)) {
		return visit.Go(v.Side + "/prove/?next=" + url.QueryEscape(before(r, v))), nil
	}
	kept, asked := "", v.Form
	if route.Fresh {
		kept = v.Form.Get(keptField)
	}
	given := kept != ""
	var err error
	switch {
	case given:
		asked, err = p.unseal(v, kept)
	case must:
		kept, err = p.seal(v)
	}
	if err == nil {
		err = route.Lacks(asked) // of what is asked for: its proof has other fields
	}
	if err != nil {
		return visit.Answer{}, err
	}
	if must {
		cookie, page, err := p.doors.ProveFirst(ctx, v, kept, given)
		if err != nil || cookie == nil {
			return page, err
		}
		http.SetCookie(w, cookie) // whatever becomes of the form
	}
	v.Form = asked
	return p.once(ctx, v, route)
}

// keptFor is how long a form waits for its proof: what was meant then may not be meant any more.
const keptFor = time.Hour

// seal writes the form of a visit so that it can wait in a page, with when it was sent: it may have a password in it. It is packed, because a form that is nearly as large as one may
// be must fit into the one that brings it back.
func (p *Panel) seal(v *visit.Visit) (string, error) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err == nil {
		_, err = fmt.Fprintf(w, "%d\n%s", v.Arrived.UnixMicro(), v.Form.Encode())
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return "", fmt.Errorf("panel: keep a form: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(p.key.Seal(packed.String(), keptPurpose(v))), nil
}

// unseal reads a form that has waited, if it has not waited too long.
func (p *Panel) unseal(v *visit.Visit, kept string) (url.Values, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(kept)
	var packed string
	if err == nil {
		packed, err = p.key.Open(sealed, keptPurpose(v))
	}
	var text []byte
	if err == nil {
		text, err = io.ReadAll(flate.NewReader(strings.NewReader(packed))) // of our own making: no larger than a form
	}
	sent, body, _ := strings.Cut(string(text), "\n")
	var at int64
	if err == nil {
		at, err = strconv.ParseInt(sent, 10, 64)
	}
	var form url.Values
	if err == nil {
		form, err = url.ParseQuery(body)
	}
	if err != nil {
		return nil, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "the form that was kept cannot be read; nothing was done").Because(err)
	}
	if waited := v.Arrived.Sub(time.UnixMicro(at)); waited > keptFor {
		return nil, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter,
			"the form has waited for your proof for more than an hour, so it is not valid any more; nothing was done: go back to its page and fill it in again")
	}
	return form, nil
}

// keptPurpose binds a form that waits to who has sent it, and to where.
func keptPurpose(v *visit.Visit) string {
	return fmt.Sprintf("form of user %d to %s", v.User.ID, v.Path)
}

// before is the page from which somebody is on the way to what is dangerous, to come back to: the script says so in its field "back".
func before(r Request, v *visit.Visit) string {
	if r.HTTP.Method == http.MethodGet {
		return here(v)
	}
	return v.Form.Get("back")
}
