package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// beside writes files into a folder and returns what a configuration of its tenant with those lines is read to.
func beside(t *testing.T, r Reader, files map[string]string, lines string) (*Config, string, error) {
	t.Helper()

	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := r.Parse(filepath.Join(dir, "carehouse.yaml"), []byte(good+lines))
	return c, dir, err
}

func TestATokenIsAPathThatMayBeEmptyYet(t *testing.T) {
	t.Parallel()

	for name, files := range map[string]map[string]string{
		"no file yet": nil, "a file": {"secrets/token": canary}, "an empty file": {"secrets/token": ""},
	} {
		c, dir, err := beside(t, reader(), files, "    token: file:secrets/token\n")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, want := c.Tenants[0].Settings.(*api).Token, filepath.Join(dir, "secrets", "token"); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
		if got := c.Secrets.File; got != len(files) {
			t.Errorf("%s: got %d secrets from files, want %d", name, got, len(files))
		}
	}
	r := reader()
	r.Unresolved = true
	c, _, err := beside(t, r, map[string]string{"token": canary}, "    token: file:token\n")
	if err != nil || c.Secrets.File != 0 || filepath.Base(c.Tenants[0].Settings.(*api).Token) != "token" {
		t.Errorf("got %v, %v; want the path, and no look at the file", c, err)
	}
}

func TestMistakesWithTokens(t *testing.T) {
	t.Parallel()

	spoil := map[string]func(dir string) error{
		"shared": func(dir string) error { return os.Chmod(filepath.Join(dir, "token"), 0o640) },
		"a link": func(dir string) error { return os.Symlink("token", filepath.Join(dir, "link")) },
	}
	for _, test := range []struct{ name, value, what, next string }{
		{"the token itself", canary, "not a reference, but perhaps the token itself", "write  token: file:PATH"},
		{"the token after a scheme", "https:" + canary, "not a reference, but perhaps the token itself", "file:PATH"},
		{"a number", "12345", "not a reference, but perhaps the token itself", "file:PATH"},
		{"a variable", "env:TOKEN", "an environment variable", "file:PATH"},
		{"no path", "'file:'", "not a reference, but perhaps the token itself", "file:PATH"},
		{"a home", "file:~/token", "a path that begins with ~", "write it out"},
		{"a folder", "file:.", "DIR: not a regular file", "no link"},
		{"a link", "file:link", "DIR/link: not a regular file", "no link"},
		{"below a file", "file:token/below", "DIR/token/below: not a directory", "ls -l"},
		{"shared", "file:token", "DIR/token: other users of this machine may open it", "chmod 600 DIR/token"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "token"), []byte(canary), 0o600); err != nil {
			t.Fatal(err)
		}
		if harm := spoil[test.name]; harm != nil {
			if err := harm(dir); err != nil {
				t.Fatal(err)
			}
		}
		_, err := reader().Parse(filepath.Join(dir, "carehouse.yaml"), []byte(good+"    token: "+test.value+"\n"))
		p := first(t, err)
		seen := strings.ReplaceAll(p.Headline()+"\n"+p.Why+"\n"+p.Next, dir, "DIR")
		want := "DIR/carehouse.yaml:7: tenant one: token: " + test.what + "\n"
		if !strings.HasPrefix(seen, want) || !strings.Contains(seen, test.next) {
			t.Errorf("%s: got\n%s\nwant\n%s…%s", test.name, seen, want, test.next)
		}
		if strings.Contains(seen, canary) || strings.Contains(seen, "12345") {
			t.Errorf("%s: a secret in\n%s", test.name, seen)
		}
	}
}

func TestAFileOfItsOwnIsReadAsStrictly(t *testing.T) {
	t.Parallel()

	text := "name: mine\nroster: people.csv\nfields: {ssn_last4: x, phones.number: contacts.value, $format: json, '@type': t, 'filter[status]': open}\n"
	for _, unresolved := range []bool{false, true} {
		r := reader()
		r.Unresolved = unresolved
		c, dir, err := beside(t, r, map[string]string{"profiles/mine.yaml": text}, "    profile: profiles/mine.yaml\n")
		if err != nil {
			t.Fatal(err)
		}
		p := c.Tenants[0].Settings.(*api).Profile
		if p == nil || p.Name != "mine" || p.Fields["phones.number"] != "contacts.value" || p.Fields["ssn_last4"] != "x" ||
			p.Fields["$format"] != "json" || p.Fields["@type"] != "t" || p.Fields["filter[status]"] != "open" {
			t.Fatalf("got %+v", p)
		}
		if want := filepath.Join(dir, "profiles", "people.csv"); p.Roster != want {
			t.Errorf("got %s, want %s", p.Roster, want)
		}
	}
	r := reader()
	r.Unresolved = true
	c, _, err := beside(t, r, nil, "    profile: mine.yaml\n")
	if err != nil || c.Tenants[0].Settings.(*api).Profile != nil {
		t.Errorf("got %v, want no complaint where nobody is asked", err)
	}
}

func TestMistakesInAFileOfItsOwn(t *testing.T) {
	t.Parallel()

	for _, test := range []struct{ name, text, value, headline, next string }{
		{"no such file", "", "none.yaml", "carehouse.yaml:7: tenant one: profile: DIR/none.yaml: no such file or directory", "write the file"},
		{"a folder", "", ".", "carehouse.yaml:7: tenant one: profile: DIR: not a regular file", "write the file"},
		{"no path", "", "[a]", "carehouse.yaml:7: tenant one: profile: not text", "write text"},
		{"written out", "", "{name: x}", "carehouse.yaml:7: tenant one: profile: not text", "write text"},
		{"an unknown key", "name: x\nsizr: 3\n", "p.yaml", "p.yaml:2: sizr: unknown key", "did you mean size?"},
		{"a key missing", "size: 3\n", "p.yaml", "p.yaml:1: name: missing", "add  name"},
		{"another shape", "name: x\nsize: many\n", "p.yaml", "p.yaml:2: size: not a whole number", "whole"},
		{"what it says of itself", "name: x\nsize: 101\n", "p.yaml", "p.yaml:2: size: too many", "carehouse init --profile api"},
		{"an odd key of a map", "name: x\nfields: {'a b': c}\n", "p.yaml", "p.yaml:2: fields: a key that is not a word, or is there twice", "key: value"},
		{"no YAML", "name: x\n\tsize: " + canary, "p.yaml", "p.yaml:2: this is not valid YAML", "carehouse init --profile api"},
		{"empty", "# nothing\n", "p.yaml", "p.yaml: the file is empty", "write it"},
		{"too large", strings.Repeat("#", maxFile+1), "p.yaml", "carehouse.yaml:7: tenant one: profile: DIR/p.yaml: it is larger than such a file can be", "write"},
	} {
		_, dir, err := beside(t, reader(), map[string]string{"p.yaml": test.text}, "    profile: "+test.value+"\n")
		p := first(t, err)
		seen := strings.ReplaceAll(p.Headline(), dir+"/", "")
		if seen = strings.ReplaceAll(seen, dir, "DIR"); seen != strings.ReplaceAll(test.headline, "DIR/", "") {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, seen, test.headline)
		}
		if !strings.Contains(p.Next, test.next) || p.Why == "" || strings.Contains(p.Headline()+p.Why+p.Next, canary) {
			t.Errorf("%s: got %+v", test.name, p)
		}
	}
}

func TestWhatTwoTenantsShareIsToldOnce(t *testing.T) {
	t.Parallel()

	lines := "    profile: p.yaml\n  - name: two\n    source: api\n    auth:\n      basic: {email: a, api_key: env:API_KEY}\n    profile: p.yaml\nkeeep: {}\n"
	_, dir, err := beside(t, reader(), map[string]string{"p.yaml": "nama: x\nsize: no\n"}, lines)
	if err == nil {
		t.Fatal("got no mistake")
	}
	want := "carehouse.yaml:13: keeep: unknown key\np.yaml:1: nama: unknown key\np.yaml:1: name: missing\np.yaml:2: size: not a whole number"
	if got := strings.ReplaceAll(err.Error(), dir+"/", ""); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func first(t *testing.T, err error) Problem {
	t.Helper()

	failure := &Error{}
	if e, ok := err.(*Error); ok { //nolint:errorlint // it is never wrapped
		failure = e
	}
	if len(failure.Problems) != 1 {
		t.Fatalf("got %v, want one mistake", err)
	}
	return failure.Problems[0]
}
