package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// good is a configuration that mistakes are made in.
const good = `home: ./home
tenants:
  - name: one
    source: api
    auth:
      basic: {email: me@example.com, api_key: env:API_KEY}
`

func TestMistakesAreNamed(t *testing.T) {
	t.Parallel()

	change := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("%q is not in the good configuration", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	tests := []struct {
		name, text string
		headline   string // after the path: "line: key: what"
		next       string // part of the advice
	}{
		{"unknown key", change("home:", "hmoe: x\nhome:"), "1: hmoe: unknown key", "did you mean home?"},
		{"unknown key of a tenant", change("    auth:", "    acounts: []\n    auth:"), "5: tenant one: acounts: unknown key", "did you mean accounts?"},
		{"unknown key far down", change("email:", "e_mail: a, email:"), "6: tenant one: auth.basic.e_mail: unknown key", "did you mean email?"},
		{"unknown key like no other", change("home:", "zzzzzz: x\nhome:"), "1: zzzzzz: unknown key", "known here: home, tenants, keep, limits"},
		{"secret for a key", change("api_key: env:API_KEY", "api_key: env:API_KEY, "+canary+": x"), "6: tenant one: auth.basic: a key that is not known", "known here: email, api_key"},
		{"key twice", good + "home: ./other\n", "7: home: the same key twice", "remove"},
		{"key of the source twice", change("    auth:", "    source: api\n    auth:"), "5: tenant one: source: the same key twice", "remove"},
		{"no home", change("home: ./home\n", ""), "1: home: missing", "add  home: ./home"},
		{"a home that is a pattern", change("home: ./home", `home: "./ho[m]e"`), "1: home: a path with *, ? or [ in it", "choose a folder"},
		{"no tenants", "home: ./home\n", "1: tenants: missing", "add  tenants:"},
		{"empty tenants", "home: ./home\ntenants: []\n", "2: tenants: no list of tenants", "add one"},
		{"tenants without anything", "home: ./home\ntenants:\n", "2: tenants: no list of tenants", "add one"},
		{"empty tenant", "home: ./home\ntenants: [{}]\n", "2: tenant 1: not a tenant with name and source", "write a tenant"},
		{"no name", change("name: one\n    ", ""), "3: tenant 1: name: missing", "add  name"},
		{"bad name", change("name: one", "name: ../one"), "3: tenant 1: name: not a name", "letters"},
		{"name that is a number", change("name: one", "name: 12"), "3: tenant 1: name: not a name", "quotes"},
		{"name twice", good + "  - name: One\n    source: second\n", "7: tenant One: name: the name is taken", "choose"},
		{"no source", change("    source: api\n", ""), "3: tenant one: source: missing", "api, other, second"},
		{"unknown source", change("source: api", "source: secnd"), "4: tenant one: source: secnd is not a source", "did you mean second?"},
		{"no auth", "home: h\ntenants:\n  - name: one\n    source: api\n", "3: tenant one: auth: missing", "add  auth"},
		{"missing secret", change(", api_key: env:API_KEY", ""), "6: tenant one: auth.basic.api_key: missing", "env:CAREHOUSE_API_KEY"},
		{"literal secret", change("env:API_KEY", canary), "6: tenant one: auth.basic.api_key: not a reference, but perhaps the secret itself", "api_key: env:"},
		{"literal number", change("env:API_KEY", "12345"), "6: tenant one: auth.basic.api_key: not a reference, but perhaps the secret itself", "env:"},
		{"literal with a colon", change("env:API_KEY", "'env:"+canary+" x'"), "6: tenant one: auth.basic.api_key: not a reference, but perhaps the secret itself", "env:"},
		{"secret without a value", change("env:API_KEY", ""), "6: tenant one: auth.basic.api_key: no value", "give it"},
		{"variable not set", change("API_KEY", "OTHER_KEY"), "6: tenant one: auth.basic.api_key: the environment variable OTHER_KEY is not set", "export OTHER_KEY"},
		{"secret for a variable", change("API_KEY", canary), "6: tenant one: auth.basic.api_key: the environment variable NAME is not set", "export NAME"},
		{"variable empty", change("API_KEY", "EMPTY"), "6: tenant one: auth.basic.api_key: the environment variable EMPTY is empty", "export EMPTY"},
		{"file missing", change("env:API_KEY", "file:none"), "6: tenant one: auth.basic.api_key: DIR/none: no such file or directory", "chmod 600 DIR/none"},
		{"file that the group may read", change("env:API_KEY", "file:group"), "6: tenant one: auth.basic.api_key: DIR/group: other users of this machine may open it", "chmod 600 DIR/group"},
		{"file that the world may read", change("env:API_KEY", "file:world"), "6: tenant one: auth.basic.api_key: DIR/world: other users of this machine may open it", "chmod 600 DIR/world"},
		{"file empty", change("env:API_KEY", "file:empty"), "6: tenant one: auth.basic.api_key: DIR/empty: the file is empty", "chmod 600 DIR/empty"},
		{"somebody's home", strings.Replace(good, "home: ", "home: ~/", 1), "1: home: a path that begins with ~", "write it out"},
		{"folder for a file", change("env:API_KEY", "file:."), "6: tenant one: auth.basic.api_key: DIR: not a regular file", "name a file"},
		{"http to elsewhere", change("    auth:", "    base_url: http://api.example/v1\n    auth:"), "5: tenant one: base_url: http to a host that is not this machine", "https://"},
		{"http to a host that sounds local", change("    auth:", "    base_url: http://localhost.example/\n    auth:"), "5: tenant one: base_url: http to a host that is not this machine", "https://"},
		{"password in an address", change("    auth:", "    base_url: https://me:"+canary+"@api.example/\n    auth:"), "5: tenant one: base_url: an address with a password, a query or a fragment in it", "path only"},
		{"key in an address", change("    auth:", "    base_url: https://api.example/?key="+canary+"\n    auth:"), "5: tenant one: base_url: an address with a password, a query or a fragment in it", "path only"},
		{"no address", change("    auth:", "    base_url: api.example\n    auth:"), "5: tenant one: base_url: not an address such as https://host/path", "https"},
		{"other scheme", change("    auth:", "    base_url: ftp://api.example\n    auth:"), "5: tenant one: base_url: not an address that begins with https://", "https"},
		{"neither way in", change("      basic: {email: me@example.com, api_key: env:API_KEY}", "      {}"), "6: tenant one: auth: neither or both of basic and ssh_jwt", "schema"},
		{"what the source does not like", change("email: me@example.com", "email: nobody"), "6: tenant one: auth.basic.email: nobody reads it", "schema"},
		{"text for a list", change("    auth:", "    accounts: a\n    auth:"), "5: tenant one: accounts: not a list", "list"},
		{"number for text", change("    auth:", "    accounts: [7]\n    auth:"), "5: tenant one: accounts[0]: not text", "quotes"},
		{"text for truth", change("    auth:", "    deep: yes\n    auth:"), "5: tenant one: deep: not true or false", "true"},
		{"no rate", change("    auth:", "    rate: fast\n    auth:"), "5: tenant one: rate: not a number", "number"},
		{"infinite rate", change("    auth:", "    rate: .inf\n    auth:"), "5: tenant one: rate: not a number", "number"},
		{"name twice below", change("    auth:", "    tuned: {a: {}, a: {}}\n    auth:"), "5: tenant one: tuned.a: the same key twice", "remove"},
		{"odd name below", change("    auth:", "    tuned: {"+canary+": {}}\n    auth:"), "5: tenant one: tuned: a key that is not a word, or is there twice", "key: value"},
		{"unknown key below a name", change("    auth:", "    tuned: {a: {perpage: 1}}\n    auth:"), "5: tenant one: tuned.a.perpage: unknown key", "did you mean per_page?"},
		{"no day", change("    auth:", "    from: 2024-02-30\n    auth:"), "5: tenant one: from: not a day such as 2024-01-31", "2024"},
		{"a pace of no dataset", change("    auth:", "    every: {clams: 10m}\n    auth:"), "5: tenant one: every.clams: unknown key", "did you mean claims?"},
		{"secret for a dataset", change("    auth:", "    every: {"+canary+": 10m}\n    auth:"), "5: tenant one: every: a key that is not a word, or is there twice", "key: value"},
		{"no pace", change("    auth:", "    every: {claims: often}\n    auth:"), "5: tenant one: every.claims: not a duration such as 30d, 12h or 10m", "10m"},
		{"a pace of nothing", change("    auth:", "    every: {claims: 0s}\n    auth:"), "5: tenant one: every.claims: less than a second", "10m"},
		{"paces without a dataset", change("    auth:", "    every: {}\n    auth:"), "5: tenant one: every: no dataset", "claims, members"},
		{"one pace for all", change("    auth:", "    every: 10m\n    auth:"), "5: tenant one: every: not names with values below them", "names"},
		{"no duration", good + "keep: {landing: 30}\n", "7: keep.landing: not a duration such as 30d, 12h or 10m", "30d"},
		{"no size", good + "limits: {memory: 640}\n", "7: limits.memory: not a size such as 640MB or 2GiB", "640MB"},
		{"too little memory", good + "limits:\n  memory: 1MB\n", "8: limits.memory: less than a run can do with", "640MB"},
		{"no workers", good + "limits: {workers: 0}\n", "7: limits.workers: not a number of workers", "1 to 256"},
		{"no generations", good + "keep: {generations: 0}\n", "7: keep.generations: less than one", "3 is"},
		{"half a worker", good + "limits: {workers: 1.5}\n", "7: limits.workers: not a whole number", "whole"},
		{"anchor", change("{email: me@example.com, api_key: env:API_KEY}", "\n        email: a\n        api_key: &a env:API_KEY"), "8: tenant one: auth.basic.api_key: not a reference, but perhaps the secret itself", "env:"},
		{"alias", change("./home", "*a"), "1: home: an anchor, alias, tag or merge", "value itself"},
		{"not a mapping", "- a\n- b\n", "1: not keys with values below it", "keys"},
		{"just a word", canary, "1: not keys with values below it", "keys"},
		{"empty file", "# nothing\n", ": the file is empty", "carehouse init"},
		{"no YAML", "home: [" + canary, "1: this is not valid YAML", "carehouse init"},
		{"a tab", "home: ./home\n\ttenants: " + canary, "2: this is not valid YAML", "carehouse init"},
		{"no text", "home: \xff", ": this is not valid YAML", "carehouse init"},
		{"two documents", good + "---\nhome: x\n", "8: a second document begins here", "dashes"},
		{"bottomless", strings.Repeat("[", 100_000), ": it is nested too deeply", "carehouse init"},
		{"bottomless list", strings.Repeat("- ", 100_000), ": it is nested too deeply", "carehouse init"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			dir := in(t, map[string]os.FileMode{"key": 0o600, "group": 0o640, "world": 0o604, "empty": 0o600})
			_, err := reader().Parse(filepath.Join(dir, "carehouse.yaml"), []byte(tt.text))
			failure, ok := errors.AsType[*Error](err)
			if !ok {
				t.Fatalf("got %v, want a mistake", err)
			}
			p := failure.Problems[0]
			if len(failure.Problems) != 1 {
				t.Errorf("got %d mistakes, want 1:\n%v", len(failure.Problems), err)
			}
			seen := strings.ReplaceAll(p.Headline()+"\n"+p.Why+"\n"+p.Next, dir, "DIR")
			want := "DIR/carehouse.yaml:" + tt.headline
			if strings.HasPrefix(tt.headline, ":") {
				want = "DIR/carehouse.yaml" + tt.headline
			}
			if got, _, _ := strings.Cut(seen, "\n"); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if !strings.Contains(strings.ReplaceAll(p.Next, dir, "DIR"), tt.next) {
				t.Errorf("got the advice %q, want one with %q", p.Next, tt.next)
			}
			if p.Why == "" || strings.Contains(seen, canary) || strings.Contains(seen, "12345") {
				t.Errorf("no reason, or a secret, in:\n%s", seen)
			}
		})
	}
}

func TestEveryMistakeIsToldAtOnce(t *testing.T) {
	t.Parallel()

	text := "hmoe: x\ntenants:\n  - name: one\n    source: api\n    auth: {basic: {email: 7, api_key: " + canary + "}}\nkeep: {x: 1}\n"
	_, err := reader().Parse("carehouse.yaml", []byte(text))
	want := `carehouse.yaml:1: hmoe: unknown key
carehouse.yaml:1: home: missing
carehouse.yaml:5: tenant one: auth.basic.email: not text
carehouse.yaml:5: tenant one: auth.basic.api_key: not a reference, but perhaps the secret itself
carehouse.yaml:6: keep.x: unknown key`
	if err == nil || err.Error() != want {
		t.Errorf("got:\n%v\nwant:\n%s", err, want)
	}
}

func TestLoadSaysWhenThereIsNoFile(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "carehouse.yaml")
	_, err := reader().Load(path)
	failure, ok := errors.AsType[*Error](err)
	if !ok || failure.Problems[0].What != "there is no such file" ||
		!strings.Contains(failure.Problems[0].Next, "carehouse init") {
		t.Errorf("got %v, want advice to write one", err)
	}
}
