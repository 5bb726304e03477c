package server_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// customerStories are what two accounts may do one step after the other, on purpose or by accident, with names of their own and
// of one another. A step is "a" or "b" (whose token it is), an action, a name, and parameters; $ is the last auth code that was
// asked for. It must succeed; one with "!" must be refused. Anything else is what the world does: a command of
// testdata/api/README.md, "pass" a time, or "old" (REST asks for a transfer into the id of a row that is closed).
var customerStories = []struct {
	title string
	steps []string
}{
	{"registers, deletes and registers again within a minute", []string{
		"a RegisterDomain taste.com regperiod=10", "a RequestDelete taste.com", "a RegisterDomain taste.com regperiod=1", "a RequestDelete taste.com",
		"b RegisterDomain taste.com regperiod=2", "!a RequestDelete taste.com", "b RequestDelete taste.com", "a RegisterDomain taste.com regperiod=1"}},
	{"deletes at the last moment of the add grace, and just after it", []string{
		"a RegisterDomain edge.com regperiod=2", "b RegisterDomain over.com regperiod=2", "pass 119h59m56s", "a RequestDelete edge.com", "pass 0s",
		"b RequestDelete over.com", "b RestoreDomain over.com", "jobs"}},
	{"gives the refund of a deletion up", []string{
		"a RegisterDomain waived.com regperiod=2", "a RenewDomain waived.com regperiod=1", "a RequestDelete waived.com norefund=1", "b RegisterDomain waived.com regperiod=1"}},
	{"renews within the add grace and deletes", []string{
		"a RegisterDomain both.com regperiod=1", "a RenewDomain both.com regperiod=9", "!a RenewDomain both.com regperiod=1", "a RequestDelete both.com"}},
	{"renews after the add grace and deletes on the same day, then restores and renews", []string{
		"a RegisterDomain late.com regperiod=1", "advance 10", "a RenewDomain late.com regperiod=2", "a RequestDelete late.com", "a RestoreDomain late.com",
		"a RenewDomain late.com regperiod=1&idempotencykey=again", "a RequestDelete late.com", "jobs", "advance 40", "jobs"}},
	{"deletes and restores again and again", []string{
		"a RegisterDomain yoyo.com regperiod=1", "advance 6", "a RequestDelete yoyo.com", "a RestoreDomain yoyo.com", "a RequestDelete yoyo.com",
		"a RestoreDomain yoyo.com", "a RestoreDomain yoyo.com", "a RequestDelete yoyo.com", "advance 31", "jobs", "!a RestoreDomain yoyo.com", "advance 5", "jobs",
		"b RegisterDomain yoyo.com regperiod=1", "!a RestoreDomain yoyo.com"}},
	{"asks for a transfer into the row of a name that has left", []string{
		"a RegisterDomain wolf.com regperiod=1", "a RequestDelete wolf.com", "old wolf.com", "b RegisterDomain wolf.com regperiod=1",
		"b DomainUpdateLockingStatus wolf.com lockstatus=unlocked", "b GetEPPCode wolf.com", "old wolf.com", "a RequestDelete wolf.com", "b RegisterDomain wolf.com regperiod=1"}},
	{"gives a name to the neighbour, who deletes it in the grace of the first", []string{
		"a RegisterDomain gift.com regperiod=3", "a DomainUpdateLockingStatus gift.com lockstatus=unlocked", "a GetEPPCode gift.com",
		"b TransferDomain gift.com regperiod=1&transfersecret=$", "!a RequestDelete gift.com", "b RequestDelete gift.com", "a RegisterDomain gift.com regperiod=1"}},
	{"moves a name to and fro with renewals between", []string{
		"a RegisterDomain ball.com regperiod=1", "a DomainUpdateLockingStatus ball.com lockstatus=unlocked", "a GetEPPCode ball.com",
		"b TransferDomain ball.com regperiod=1&transfersecret=$", "b RenewDomain ball.com regperiod=1", "b DomainUpdateLockingStatus ball.com lockstatus=unlocked",
		"b GetEPPCode ball.com", "a TransferDomain ball.com regperiod=1&transfersecret=$", "a RenewDomain ball.com regperiod=2", "advance 7", "a RequestDelete ball.com", "a RestoreDomain ball.com"}},
	{"gives a name to the neighbour while it renews itself", []string{
		"a RegisterDomain self.com regperiod=1", "a SetAutoRenew self.com autorenew=1", "advance 340", "jobs", "a DomainUpdateLockingStatus self.com lockstatus=unlocked",
		"a GetEPPCode self.com", "b TransferDomain self.com regperiod=1&transfersecret=$", "jobs", "advance 40", "jobs", "b RequestDelete self.com", "b RestoreDomain self.com"}},
	{"lets a name expire, renews the registry's year late, and deletes", []string{
		"a RegisterDomain lazy.com regperiod=1", "a SetAutoRenew lazy.com autorenew=0", "advance 370", "jobs", "a RenewDomain lazy.com regperiod=1", "a RequestDelete lazy.com", "jobs"}},
	{"lets a name expire and deletes it in the automatic renewal's grace", []string{
		"a RegisterDomain slow.com regperiod=1", "a SetAutoRenew slow.com autorenew=0", "advance 375", "jobs", "a RequestDelete slow.com", "a RestoreDomain slow.com", "jobs"}},
	{"never pays, and takes the name back from redemption", []string{
		"a RegisterDomain poor.com regperiod=1", "a SetAutoRenew poor.com autorenew=0", "advance 366", "jobs", "advance 42", "jobs", "a RestoreDomain poor.com", "jobs",
		"a RenewDomain poor.com regperiod=1", "jobs"}},
	{"switches automatic renewal off and on around its invoice", []string{
		"b RegisterDomain flip.com regperiod=1", "b SetAutoRenew flip.com autorenew=1", "advance 336", "jobs", "b SetAutoRenew flip.com autorenew=0", "numbered", "b SetAutoRenew flip.com autorenew=1",
		"jobs", "b RenewDomain flip.com regperiod=2&idempotencykey=by-hand", "numbered", "jobs", "b RequestDelete flip.com", "numbered"}},
	{"begins a transfer, takes it back, and tries again", []string{
		"foreign coming.com good", "!a TransferDomain coming.com regperiod=1&transfersecret=bad", "a TransferDomain coming.com regperiod=1&transfersecret=good", "!b TransferDomain coming.com regperiod=1&transfersecret=good",
		"a CancelTransfer coming.com", "a TransferDomain coming.com regperiod=1&transfersecret=good&idempotencykey=second", "decided coming.com no", "jobs", "reconcile",
		"b TransferDomain coming.com regperiod=1&transfersecret=good", "decided coming.com yes", "jobs", "reconcile", "b RequestDelete coming.com", "jobs"}},
	{"sends a name to another registrar", []string{
		"a RegisterDomain bye.com regperiod=1", "advance 61", "asked-away bye.com", "jobs", "a ApproveTransferAway bye.com", "jobs", "!a RequestDelete bye.com", "!b RegisterDomain bye.com regperiod=1"}},
	{"releases a name by tag in its add grace, and asks for it back", []string{
		"a RegisterDomain tag.co.uk regperiod=2", "a ReleaseDomain tag.co.uk newtag=OTHER", "old tag.co.uk", "a TransferDomain tag.co.uk regperiod=1", "pushed tag.co.uk", "jobs", "reconcile", "a RequestDelete tag.co.uk", "jobs"}},
	{"claims a name whose registrar sets our tag when nobody waits for it any more", []string{
		"foreign patience.co.uk", "a TransferDomain patience.co.uk regperiod=1", "advance 31", "jobs", "pushed patience.co.uk", "jobs",
		"b TransferDomain patience.co.uk regperiod=1", "jobs"}},
	{"loses a name in redemption to somebody else while nobody looks", []string{
		"a RegisterDomain lapsed.com regperiod=1", "advance 10", "a RequestDelete lapsed.com", "advance 40", "foreign lapsed.com", "jobs", "advance 400", "jobs"}},
	{"deletes a .se name, which goes on out of the zone", []string{
		"a RegisterDomain ja.se regperiod=1", "a RequestDelete ja.se", "advance 20", "jobs", "advance 70", "jobs", "b RegisterDomain ja.se regperiod=1"}},
	{"lets a .se name go out of the zone and renews it", []string{
		"a RegisterDomain nej.se regperiod=1", "advance 380", "jobs", "a RenewDomain nej.se regperiod=1", "a RequestDelete nej.se", "jobs"}},
	{"asks again for what was not answered", []string{
		"fault lost-answer create 1", "a RegisterDomain lost.com regperiod=1", "a RegisterDomain lost.com regperiod=1", "fault lost-answer renew 1", "a RenewDomain lost.com regperiod=1",
		"a RenewDomain lost.com regperiod=1", "fault lost-answer delete 1", "a RequestDelete lost.com", "!a RequestDelete lost.com"}},
	{"deletes a name with name servers in it", []string{
		"a RegisterDomain host.com regperiod=1", "a RegisterNameserver host.com nameserver=ns1.host.com&ipaddress=198.51.100.7", "a RequestDelete host.com", "a RegisterDomain host.com regperiod=1",
		"a IDProtectToggle host.com protectenable=1", "a SaveNameservers host.com ns1=ns1.example.org&ns2=ns2.example.org", "a RequestDelete host.com"}},
}

// TestNoCustomerCanRingTheAlarmOfVerify holds the books against one another after each step that a customer takes.
func TestNoCustomerCanRingTheAlarmOfVerify(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnvOn(t, engine)
		e.moveCredit("5000001")
		for _, story := range customerStories {
			w := &customers{env: e}
			for _, step := range story.steps {
				w.does(step)
				e.settle()
				e.Clock.Move(time.Second)
				if e.verify(); t.Failed() {
					t.Fatalf("who %s: after %q", story.title, step)
				}
			}
		}
	})
}

// customers are two accounts that do what they like.
type customers struct {
	*env
	code string // the last auth code
}

func (c *customers) does(step string) {
	c.Helper()
	words := append(strings.Fields(strings.TrimPrefix(step, "!")), "", "")
	switch words[0] {
	case "a", "b":
		result, said := c.asks(words[1], parseName(words[2]), words[3], words[0] == "b")
		if refused := strings.HasPrefix(step, "!"); refused != (result != "success") {
			c.Errorf("%s: %s %s", step, result, said)
		}
	case "pass":
		d, err := time.ParseDuration(words[1])
		c.Must(err)
		c.pass(d)
	case "old":
		a, err := c.Store.AccountByEmail(c.Context(), exampleEmail)
		c.Must(err)
		d, err := c.Store.Domain(c.Context(), a.ID, parseName(words[1]))
		c.Must(err)
		c.restAsk("POST", "/api/v1/domains/"+strconv.FormatInt(d.ID, 10)+"/transfer/", `{"auth_code":"`+c.code+`"}`)
	default:
		c.command(step)
	}
}

// pass moves business time on; the registry does what falls due.
func (c *customers) pass(d time.Duration) {
	c.Helper()
	c.Must(c.Orders.FlushAcknowledged(c.Context()))
	c.Clock.Move(d)
	c.Must(c.Sandbox.Tick(c.Context()))
}

// asks sends an action for a name, and gives its result and words.
func (c *customers) asks(action string, name reseller.Name, parameters string, other bool) (result, said string) {
	c.Helper()
	form := "action=" + action + "&sld=" + name.SLD() + "&tld=" + name.TLD() + "&" + strings.ReplaceAll(parameters, "$", c.code)
	if action == "RegisterDomain" || action == "TransferDomain" {
		form += "&nameserver1=ns1.example.net&nameserver2=ns2.example.net&" + someone
		if name.TLD() == "se" {
			form += "&domainfields[Identification+Number]=[SE]802405-0190"
		}
	}
	var answer struct{ Result, Msg, EPPCode string }
	c.Must(json.Unmarshal(c.post(formType, c.signed(form, other)).Body.Bytes(), &answer))
	if answer.EPPCode != "" {
		c.code = answer.EPPCode
	}
	return answer.Result, answer.Msg
}
