package server_test

import (
	"context"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/server"
)

// deadlines notes how long requests may take, where their credentials are looked up.
type deadlines struct {
	server.Credentials
	left map[string]time.Duration
}

func (d deadlines) note(ctx context.Context, face string) {
	if end, ok := ctx.Deadline(); ok {
		d.left[face] = time.Until(end)
	}
}

func (d deadlines) Credential(ctx context.Context, hash string) (reseller.Token, reseller.Account, error) {
	d.note(ctx, "action")
	return d.Credentials.Credential(ctx, hash)
}

func (d deadlines) V2Keys(ctx context.Context, email string) (reseller.Account, []reseller.SealedToken, error) {
	d.note(ctx, "v2")
	return d.Credentials.V2Keys(ctx, email)
}

// Clients of the second generation give up after 15 to 20 s, those of the first after 30 to 40 s.
func TestEachFaceAnswersBeforeItsClientsGiveUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ setting, action, v2 time.Duration }{
		{0, 25 * time.Second, 12 * time.Second}, {5 * time.Second, 6 * time.Second, 6 * time.Second},
	} {
		e := newEnv(t)
		seen := deadlines{e.Store, map[string]time.Duration{}}
		e.config.Credentials, e.config.AnswerWithin = seen, c.setting
		if !isIn(e.version(exampleToken, exampleEmail, here)) || e.credits(here, nil).Code != 200 {
			t.Fatal("refused")
		}
		for face, most := range map[string]time.Duration{"action": c.action, "v2": c.v2} {
			if left := seen.left[face]; left > most || left < most-2*time.Second {
				t.Errorf("setting %s: an answer of %s may take %s, want %s and little less", c.setting, face, left, most)
			}
		}
	}
}
