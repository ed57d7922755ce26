package endtoend

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/models"
)

// TestATokenThatExpiresInTheMiddleIsRenewed signs with an Ed25519 key from a file while the server's clock runs ahead of
// every token's end in the middle of a sweep.
func TestATokenThatExpiresInTheMiddleIsRenewed(t *testing.T) {
	t.Parallel()

	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	block := got(ssh.MarshalPrivateKey(private, ""))(t)
	h := build(
		t, simulator.Options{Seed: 81, Claims: 80, Retention: long, PublicKeys: []ssh.PublicKey{got(ssh.NewPublicKey(public))(t)}},
		"per_page: 10", "auth:\n  ssh_jwt: {email: "+simulator.DefaultEmail+", private_key: file:./tpastream_ed25519}",
	)
	text := string(pem.EncodeToMemory(block))
	told.forbid(strings.Split(text, "\n")[1:3]...)
	h.write(t, "tpastream_ed25519", text)
	h.secret = "tpastream_ed25519"

	h.api.Between(func(number int) {
		if number == 6 { // once: a token that expires twice in a row is for a person to look at
			h.api.Advance(2 * time.Hour)
		}
	})
	h.sync(t, engine.OK)
	refused := 0
	for _, r := range h.api.Requests() {
		if r.Auth != "ssh-jwt" {
			t.Errorf("request %d came with %s", r.Number, r.Auth)
		}
		if r.Status == 401 {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no token expired")
	}
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
}

func TestAWrongKeyIsTriedOnce(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 82, Claims: 40}, "auth:\n  basic: {email: "+simulator.DefaultEmail+", api_key: file:./key}")
	h.write(t, "key", "CANARYKEY-of-another\n")
	told.forbid("CANARYKEY-of-another")
	h.secret = "key"
	e := h.run(t, "sync").expect(t, engine.Person)
	if asked := h.api.Requests(); len(asked) != 1 {
		t.Errorf("the wrong key was tried %d times, and portals lock accounts for less", len(asked))
	}
	said := errorBlock.FindAllString(e.stderr, -1)
	if len(said) != 1 || !strings.Contains(said[0], "my-tpa") || !strings.Contains(said[0], "carehouse check my-tpa") {
		t.Errorf("got %d errors, want one:\n%s", len(said), e.stderr)
	}
	h.write(t, "key", apiKey+"\n")
	h.sync(t, engine.OK)
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
}

func TestAnEmptyTenantHasEmptyTables(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 83, Claims: -1}, "per_page: 10")
	answer := h.sync(t, engine.OK)
	if !answer.Published {
		t.Errorf("got %+v", answer)
	}
	r := h.current(t)
	r.holds(t, h.truth(t, h.api.Truth()))
	r.state(t).agree(t)
	if n := r.one(t, "SELECT count(*) FROM "+r.lake("claims")); n != "0" {
		t.Errorf("got %s claims", n)
	}
	if idle := h.sync(t, engine.OK); idle.Published {
		t.Errorf("got %+v", idle)
	}
	h.verify(t)
}

func TestWithoutAFeedEverythingIsReadEachTime(t *testing.T) {
	t.Parallel()

	for _, status := range []int{403, 404} {
		h := build(t, simulator.Options{Seed: 84, Claims: 60, EventsStatus: status}, "per_page: 20")
		h.sync(t, engine.OK)
		h.api.Insert(4)
		h.api.Edit(3)
		h.api.Delete(2)
		h.sync(t, engine.OK)
		h.sync(t, engine.OK)
		h.current(t).holds(t, h.truth(t, h.api.Truth()))
	}
}

// TestWhatTheRoleMayNotReadIsLeftOut denies one list: the others are published, and it is told the first time.
func TestWhatTheRoleMayNotReadIsLeftOut(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 85, Claims: 40, Retention: long, Denied: []string{"/api/member"}}, "per_page: 20")
	for i, want := range []engine.Exit{engine.Partial, engine.OK} {
		answer := h.sync(t, want)
		at := slices.IndexFunc(answer.Datasets, func(d engine.SyncDataset) bool { return d.Dataset == "members" })
		if answer.Datasets[at].Outcome != models.NotEntitled {
			t.Errorf("run %d: members are %q", i+1, answer.Datasets[at].Outcome)
		}
	}
	told := h.api.Truth()
	told.Members = nil
	h.current(t).holds(t, h.truth(t, told))
	if e := h.run(t, "status"); !strings.Contains(e.stdout, "not entitled") {
		t.Errorf("status does not tell:\n%s", e.stdout)
	}
}
