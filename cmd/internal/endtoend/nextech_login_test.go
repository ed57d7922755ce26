package endtoend

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	records "carehouse/models/nextech"
)

// strangerOf makes a practice that nobody has logged in to, whose browser comes back to a port of this machine.
func strangerOf(t *testing.T, o eyes.Options, settings ...string) *practice {
	t.Helper()
	port := got(net.Listen("tcp", "127.0.0.1:0"))(t)
	o.RedirectURIs = []string{"http://" + strings.Replace(port.Addr().String(), "127.0.0.1", "localhost", 1) + "/callback/"}
	must(t, port.Close())
	p := practiceOf(t, o, settings...)
	must(t, os.Remove(p.path(tokenOf(practiceName))))
	return p
}

// logsIn runs a login and plays the person, who is shown an address and may type something.
func (p *practice) logsIn(t *testing.T, person func(address string, types io.Writer), env []string, args ...string) ended {
	t.Helper()
	args = append([]string{"login", practiceName}, args...)
	cmd := p.command(t.Context(), env, args...)
	keyboard := got(cmd.StdinPipe())(t)
	screen := got(cmd.StderrPipe())(t)
	var stdout, stderr bytes.Buffer
	cmd.Stdout = &stdout
	must(t, cmd.Start())
	for lines := bufio.NewScanner(screen); lines.Scan(); {
		stderr.WriteString(lines.Text() + "\n")
		if strings.HasPrefix(lines.Text(), "http") {
			person(lines.Text(), keyboard)
		}
	}
	must(t, keyboard.Close())
	_ = cmd.Wait() // the exit code says how it went
	told.add(t.Name()+": "+strings.Join(args, " "), stdout.String(), stderr.String())
	return ended{args: args, exit: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
}

// agrees is a person who lets the application in, and returns the address that the browser is sent to.
func agrees(t *testing.T, address string) string {
	t.Helper()
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	page, err := browser.Get(address) //nolint:noctx // the test has a time limit
	must(t, err)
	defer page.Body.Close()
	if page.StatusCode != http.StatusFound {
		t.Errorf("the login page answers %d", page.StatusCode)
	}
	return page.Header.Get("Location")
}

// browses is a browser that goes where it is sent, and returns what it shows.
func browses(t *testing.T, address string) (status int, text string) {
	t.Helper()
	page, err := http.Get(address) //nolint:noctx // the test has a time limit
	must(t, err)
	defer page.Body.Close()
	return page.StatusCode, string(got(io.ReadAll(page.Body))(t))
}

// isLetIn checks that a login has left all that a sync needs.
func (p *practice) isLetIn(t *testing.T, e ended) {
	t.Helper()
	e.expect(t, engine.OK)
	if !strings.Contains(e.stdout, "logged in; the refresh token is kept. Next: carehouse check "+practiceName) {
		t.Errorf("got %q", e.stdout)
	}
	info := got(os.Stat(p.path(tokenOf(practiceName))))(t)
	if grant := p.login.Grant(p.token(t)); !grant.Good || info.Mode().Perm() != 0o600 {
		t.Errorf("the token on the disk is %v, and is %+v", info.Mode(), grant)
	}
	if tokens := p.login.Tokens(); tokens.Codes != 1 || tokens.Refused != 0 {
		t.Errorf("got %+v", tokens)
	}
	p.sync(t, engine.OK)
	p.currentOf(t, records.Source).holdsPractice(t, p.login.Truth(""))
}

// TestNextechAPersonLogsInWithABrowser begins a login on a machine with a browser. Another answer than that of this login is
// refused, and does not end it.
func TestNextechAPersonLogsInWithABrowser(t *testing.T) {
	t.Parallel()

	p := strangerOf(t, eyes.Options{Seed: 441, Size: 10, Patients: 8, RequirePKCE: true})
	p.rosterHas(t, 1)
	p.run(t, "sync").expect(t, engine.Person)
	if _, err := os.Lstat(p.path("home", "current")); err == nil {
		t.Error("nobody was asked for, and that was published")
	}
	p.write(t, rosterOf(practiceName), string(p.login.CSV("")))
	e := p.logsIn(t, func(address string, _ io.Writer) {
		shown := got(url.Parse(address))(t).Query()
		if shown.Get("redirect_uri") != p.login.Credentials().RedirectURI || shown.Get("code_challenge_method") != "S256" ||
			len(shown.Get("state")) < 32 || shown.Get("resource") == "" || shown.Get("response_type") != "code" {
			t.Errorf("asks for %v", shown)
		}
		back := agrees(t, address)
		for _, foreign := range []string{
			"?code=somebodys&state=" + strings.Repeat("x", 32), "?code=somebodys", "", "?error=access_denied&state=of-another",
		} {
			status, text := browses(t, p.login.Credentials().RedirectURI+foreign)
			if status != http.StatusBadRequest || !strings.HasPrefix(text, "That did not work: this answer is not of the login that was begun") ||
				strings.Contains(text, "somebodys") {
				t.Errorf("%q is answered %d %q", foreign, status, text)
			}
		}
		if status, _ := browses(t, strings.Replace(back, "/callback/", "/elsewhere/", 1)); status != http.StatusNotFound {
			t.Errorf("another path is answered %d", status)
		}
		if status, text := browses(t, back); status != http.StatusOK || text != "You are logged in. This page can be closed." {
			t.Errorf("the browser is shown %d %q", status, text)
		}
	}, nil)
	p.isLetIn(t, e)
}

// TestNextechAPersonPastesAnAddress begins a login on a machine that has no browser.
func TestNextechAPersonPastesAnAddress(t *testing.T) {
	t.Parallel()

	p := strangerOf(t, eyes.Options{Seed: 442, Size: 10, Patients: 8, RedirectURIs: nil})
	types := func(text func(address string) string) func(string, io.Writer) {
		return func(address string, keyboard io.Writer) {
			_, err := io.WriteString(keyboard, text(address)+"\n")
			must(t, err)
		}
	}
	var last string
	for _, wrong := range []struct {
		name, says string
		person     func(address string) string
	}{
		{"another login's", "this answer is not of the login that was begun", func(address string) string {
			return strings.Replace(agrees(t, address), "&state=", "&state=x", 1)
		}},
		{"nothing much", "that is not the whole address", func(string) string { return "callback" }},
		{"no code", "the answer holds no code", func(address string) string {
			last = agrees(t, address)
			at := got(url.Parse(last))(t)
			at.RawQuery = url.Values{"state": {at.Query().Get("state")}}.Encode()
			return at.String()
		}},
		{"a code of another login", "the code is refused (status 400, invalid_grant, AADSTS501481)", func(address string) string {
			other, fresh := got(url.Parse(last))(t).Query(), got(url.Parse(agrees(t, address)))(t)
			query := fresh.Query()
			query.Set("code", other.Get("code"))
			fresh.RawQuery = query.Encode()
			return fresh.String()
		}},
	} {
		e := p.logsIn(t, types(wrong.person), nil, "--paste").expect(t, engine.Person)
		login := strings.Contains(e.stderr, "carehouse login "+practiceName+" --paste\n") || wrong.name == "nothing much" // which can be typed again
		if !strings.Contains(e.stderr, "carehouse: "+practiceName+": "+wrong.says+"\n") || !login {
			t.Errorf("%s: got %s", wrong.name, e.stderr)
		}
		if _, err := os.Stat(p.path(tokenOf(practiceName))); !os.IsNotExist(err) {
			t.Errorf("%s: a token is kept: %v", wrong.name, err)
		}
	}
	p.faulty(t, "refuse-login")
	e := p.logsIn(t, types(func(address string) string { return agrees(t, address) }), nil, "--paste").expect(t, engine.Person)
	if !strings.Contains(e.stderr, practiceName+": the login was refused (access_denied)\n") || !strings.Contains(e.stderr, "\n  log in as a user") {
		t.Errorf("got %s", e.stderr)
	}
	p.login.Heal()
	before := p.login.Tokens()
	e = p.logsIn(t, types(func(address string) string { return agrees(t, address) }), nil, "--paste")
	if after := p.login.Tokens(); after.Codes != before.Codes+1 || after.Refused != before.Refused {
		t.Errorf("got %+v, and %+v before", after, before)
	}
	e.expect(t, engine.OK)
	p.sync(t, engine.OK)
	p.currentOf(t, records.Source).holdsPractice(t, p.login.Truth(""))

	t.Log("a login that is killed has let us in once the token is whole on the disk")
	p.login.RotateAway()
	p.run(t, "check").expect(t, engine.Person)
	killed := p.logsIn(t, types(func(address string) string { return agrees(t, address) }),
		[]string{"CAREHOUSE_TEST_KILL_AT=vault.write.write.done:1"}, "--paste")
	if killed.exit != -1 {
		t.Errorf("the login ended with %d", killed.exit)
	}
	p.run(t, "check").expect(t, engine.OK)
}

// TestNextechWhoNeedsNoLoginIsTold logs in where there is no door, and where the door cannot be opened from here.
func TestNextechWhoNeedsNoLoginIsTold(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 443, Size: -1, RedirectURIs: []string{"https://clinic.example.com/callback/"}})
	e := p.run(t, "login", practiceName).expect(t, engine.Person)
	if !strings.Contains(e.stderr, "auth.redirect_uri is no address of this machine\n  ") || !strings.Contains(e.stderr, "--paste") {
		t.Errorf("got %s", e.stderr)
	}
	busy := got(net.Listen("tcp", "127.0.0.1:0"))(t)
	defer busy.Close()
	q := practiceOf(t, eyes.Options{Seed: 443, Size: -1, RedirectURIs: []string{"http://" + busy.Addr().String() + "/callback/"}})
	e = q.run(t, "login", practiceName).expect(t, engine.Failed)
	if !strings.Contains(e.stderr, "the port of auth.redirect_uri cannot be opened on this machine\n  ") {
		t.Errorf("got %s", e.stderr)
	}
	p.run(t, "login", "nobody").expect(t, engine.Usage)
}
