package panel_test

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"nameyard/app/apptest"
	"nameyard/demo"
	"nameyard/orders"
	"nameyard/reseller"
)

// pictures is the folder that "make pictures" fills; "" = none are taken.
var pictures = os.Getenv("NAMEYARD_PICTURES")

// picture is one that the documents show: how high the window is, and how a browser comes there.
type picture struct {
	file   string
	height int64
	come   func(b *browser)
}

// documented are the pictures of the documents, of a reseller's pages and of the operator's.
func documented(of reseller.Account, twice, stuck reseller.Order) (account, operator []picture) {
	at := func(path string) func(*browser) { return func(b *browser) { b.visit(path) } }
	return []picture{
			{"panel-overview.png", 720, at("/panel/")},
			{"panel-domains.png", 640, at("/panel/domains/?q=expires:2026-04")},
			{"panel-token.png", 800, func(b *browser) {
				b.visit("/panel/tokens/new/?for=whmcs")
				b.eval(`document.getElementById("field-cidrs").value = "203.0.113.7"; ""`)
			}},
			{"panel-order.png", 880, at(fmt.Sprintf("/panel/orders/%d/", twice.ID))},
		}, []picture{
			{"operator-order.png", 700, at(fmt.Sprintf("/operator/orders/%d/", stuck.ID))},
			{"operator-account.png", 900, at(fmt.Sprintf("/operator/accounts/%d/", of.ID))},
			{"operator-registries.png", 460, at("/operator/registries/")},
		}
}

// Every picture in the documents is one of these, and each is in the documents. "make pictures" takes them anew.
func TestPicturesOfDocuments(t *testing.T) {
	t.Parallel()
	account, operator := documented(reseller.Account{}, reseller.Order{}, reseller.Order{})
	var pages strings.Builder
	for _, file := range []string{"../README.md", "../docs/panel.md", "../docs/panel-operators.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pages.Write(text)
	}
	there, err := filepath.Glob("../docs/pictures/*.png")
	if err != nil {
		t.Fatal(err)
	}
	if want := len(account) + len(operator); len(there) != want {
		t.Errorf("docs/pictures has %d pictures, \"make pictures\" takes %d", len(there), want)
	}
	for _, p := range append(account, operator...) {
		if !strings.Contains(pages.String(), "pictures/"+p.file) {
			t.Errorf("no document shows %s", p.file)
		}
	}
	if pictures != "" {
		takePictures(t)
	}
}

// takePictures fills the folder, from a made-up reseller in the spring of 2026.
func takePictures(t *testing.T) {
	w := newWorld(t, apptest.SQLite, nil)
	w.Account = w.AddAccount(reseller.Account{Email: "names@hosting.example", Name: "Hosting Company", Currency: "USD", Language: "en"}, 250_00)
	rules := w.App.Routes.Rules()
	f := demo.Filler{Store: w.Store, Clock: w.Clock, Registry: w.App.SandboxRegistry(rules), Rules: rules}
	_, err := f.Run(w.Context(), demo.Fill{Names: 90, Account: w.Account, Seed: 1, AutoRenew: 75, Due: -1, TLDs: map[string]int{"com": 6, "se": 3, "nu": 1}})
	w.Must(err)
	whmcs := w.AddToken(w.Account, "WHMCS", reseller.Token{Scopes: []reseller.Scope{reseller.ScopeRead, reseller.ScopeManage, reseller.ScopeSpend}, CIDRs: []netip.Prefix{netip.MustParsePrefix("203.0.113.7/32")}})
	name := w.Register("kafferosteriet.se", func(d *reseller.Desired) { d.AutoRenew = true })
	w.Clock.Move(time.Hour)
	bought, err := w.Orders.Buy(w.Context(), orders.Request{
		Caller: reseller.Caller{Account: w.Account, Token: whmcs, RequestID: "Q4M2K7VX3T", From: netip.MustParseAddr("203.0.113.7"), Face: "api.php"},
		Kind:   reseller.OrderRenew, Domain: &name, Name: name.Name, AnswerBy: w.Clock.Wall().Add(20 * time.Second), Desired: reseller.Desired{Years: 1},
	})
	w.Must(err)
	w.Clock.Move(26 * time.Minute)
	w.Renew(w.Domain(name.Name.String()), 2)
	stuck := w.stick("bergsprangaren.com")
	account, operator := documented(w.Account, bought.Order, stuck)
	b := newBrowser(t, w.url)
	b.signIn("/panel/sign-in/link/?token=" + w.invite("anna@hosting.example", reseller.UserOwner, "en").Secret)
	w.giveKey("anna@hosting.example")
	b.take(account)
	b.signIn("/operator/sign-in/link/?token=" + w.invite("ops@example.com", reseller.UserStaff, "en").Secret)
	w.giveKey("ops@example.com")
	b.take(operator)
}

// take takes pictures of windows that are 1280 px wide and light.
func (b *browser) take(list []picture) {
	b.Helper()
	for _, p := range list {
		b.look("light", 1280)
		b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(1280, p.height)))
		p.come(b)
		shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		b.must(err)
		b.must(os.WriteFile(filepath.Join(pictures, p.file), b.small(shot), 0o644))
		b.clean(p.file)
	}
}

// small makes a picture of the 256 colours that are most of it, which is a third of its bytes and looks the same.
func (b *browser) small(shot []byte) []byte {
	b.Helper()
	full, err := png.Decode(bytes.NewReader(shot))
	b.must(err)
	often := map[color.Color]int{}
	for y := range full.Bounds().Dy() {
		for x := range full.Bounds().Dx() {
			often[full.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(often), func(c, d color.Color) int { return cmp.Compare(often[d], often[c]) })
	few := image.NewPaletted(full.Bounds(), colours[:min(256, len(colours))])
	draw.Draw(few, few.Bounds(), full, image.Point{}, draw.Src)
	var out bytes.Buffer
	b.must((&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few))
	return out.Bytes()
}
