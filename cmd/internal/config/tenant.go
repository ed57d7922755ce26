package config

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// tenantName is what may stand in a column, a folder and a command line without quotes.
var tenantName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$`)

// file fills the whole configuration and checks what no single key can know.
func (d *decoder) file(f *file, root node) {
	if root.shape == missing {
		d.complain(0, "", "the file is empty", "a configuration names at least a home and a tenant",
			"see one: carehouse init --print")
		return
	}
	d.object(reflect.ValueOf(f).Elem(), root, "")
}

// validate asks a struct that has something to say about itself.
func (d *decoder) validate(dst reflect.Value, n node, path string) {
	v, ok := dst.Addr().Interface().(interface{ Validate() error })
	if !ok || d.reader.Unresolved && d.source { // a source would miss its secrets
		return
	}
	err := v.Validate()
	if err == nil {
		return
	}
	key, what := blamed(err)
	line, next := n.line, "see what may be written: "+cmp.Or(d.sample, "carehouse schema --config")
	for at := path + key; at != ""; at = parentOf(at) { // a key that is missing is blamed on what it is missing from
		if known, ok := d.lines[at]; ok {
			line = known
			break
		}
	}
	if a, ok := errors.AsType[adviser](err); ok {
		next = a.Advice()
	}
	d.complain(line, strings.TrimSuffix(path+key, "."), what, "nothing could work with it", next)
}

// An adviser is an error that knows what to write instead.
type adviser interface {
	error
	Advice() string
}

// blamedKey is how a Validate method names the key that it means: "auth.basic.email: missing".
var blamedKey = regexp.MustCompile(`^([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*): `)

// blamed splits what a Validate method says into the key that it means, if it names one, and the rest.
func blamed(err error) (key, what string) {
	what = err.Error()
	if m := blamedKey.FindStringSubmatch(what); m != nil {
		return m[1], strings.TrimPrefix(what, m[0])
	}
	return "", what
}

// parentOf cuts the last part off a path of keys.
func parentOf(path string) string {
	i := strings.LastIndexByte(strings.TrimSuffix(path, "."), '.')
	if i < 0 {
		return ""
	}
	return path[:i]
}

// An outOfRange is a number that makes no sense.
type outOfRange struct{ key, what, next string }

// Error implements error.
func (e outOfRange) Error() string { return e.key + ": " + e.what }

// Advice says what to write.
func (e outOfRange) Advice() string { return e.next }

// Validate refuses a home that the database would take for a pattern of names.
func (f *file) Validate() error {
	if abs, err := filepath.Abs(f.Home); err == nil && strings.ContainsAny(abs, "*?[") {
		return outOfRange{"home", "a path with *, ? or [ in it", "choose a folder without them: the database takes them for a pattern"}
	}
	return nil
}

// Validate refuses to keep nothing.
func (k *Keep) Validate() error {
	if k.Generations < 1 {
		return outOfRange{"generations", "less than one", "write 1 or more; 3 is the default"}
	}
	return nil
}

// minMemory is what the smallest run was seen to need.
const minMemory = 128 * Megabyte

// Validate refuses limits under which nothing could run.
func (l *Limits) Validate() error {
	switch {
	case l.Memory < minMemory:
		return outOfRange{"memory", "less than a run can do with", "write 128MB or more; 640MB is the default"}
	case l.Workers < 1 || l.Workers > 256:
		return outOfRange{"workers", "not a number of workers", "write a number from 1 to 256; 2 is the default"}
	default:
		return nil
	}
}

// tenants fills the list of accounts.
func (d *decoder) tenants(dst *[]Tenant, n node) {
	if n.shape != list || len(n.items) == 0 {
		d.complain(n.line, "tenants", "no list of tenants", "there is nothing to fetch without one",
			"add one:  - name: my-tpa, and below it  source: tpastream; carehouse init --print shows a whole one")
		return
	}
	lines := map[string]int{} // of names; folders of some systems do not tell large from small letters
	for i, item := range n.items {
		d.tenant, d.lines = fmt.Sprintf("tenant %d", i+1), map[string]int{}
		d.source = true
		t := d.one(item)
		d.source = false
		folded := strings.ToLower(t.Name)
		if first, taken := lines[folded]; taken && folded != "" {
			d.complain(t.Line, "name", "the name is taken", fmt.Sprintf("the tenant of line %d has it, and rows carry it", first),
				"choose another one")
		}
		lines[folded] = t.Line
		*dst = append(*dst, t)
	}
	d.tenant = ""
}

// one reads a tenant: its name, its source, and the rest into the source's own struct.
func (d *decoder) one(n node) Tenant {
	t := Tenant{Line: n.line}
	if n.shape != mapping || len(n.fields) == 0 {
		d.wrong(n, "", "a tenant with name and source")
		return t
	}
	t.Line = n.fields[0].line
	n.line = t.Line
	for _, f := range n.fields {
		if f.key == "name" {
			t.Name = d.name(f.value)
		}
	}
	driver, called, ok := d.driver(n)
	if !ok {
		return t
	}
	t.Source, d.called = driver.Name, driver.Name
	settings := driver.Config(called)
	d.object(reflect.ValueOf(settings).Elem(), n, "", "name", "source", everyKey)
	t.Settings = settings
	for _, f := range n.fields {
		if f.key == everyKey {
			t.Every = d.every(f.value, driver.Datasets)
		}
	}
	if !has(n, "name") {
		d.complain(n.line, "name", "missing", "every row carries the name of its tenant", "add  name: my-tpa")
	}
	return t
}

func has(n node, key string) bool {
	for _, f := range n.fields {
		if f.key == key {
			return true
		}
	}
	return false
}

// name accepts what may be a tenant's name.
func (d *decoder) name(n node) string {
	if n.shape == text && tenantName.MatchString(n.value) {
		d.tenant = "tenant " + n.value
		return n.value
	}
	d.complain(n.line, "name", "not a name", "it becomes a column, a folder and a word of the command line",
		`write letters, digits, - and _ only; quotes around digits: "1234"`)
	return ""
}

// driver finds the source that a tenant names, and how it calls it.
func (d *decoder) driver(n node) (driver Driver, called string, found bool) {
	for _, f := range n.fields {
		if f.key != "source" {
			continue
		}
		if driver, ok := Find(d.reader.Drivers, f.value.value); ok && f.value.shape == text {
			return driver, f.value.value, true
		}
		known := Names(d.reader.Drivers)
		what, next := "not a source", "known: "+strings.Join(known, ", ")
		if f.value.shape == text && quotable(f.value.value, known) {
			what = f.value.value + " is not a source"
			if near := Nearest(f.value.value, known); near != "" {
				next = "did you mean " + near + "? " + next
			}
		}
		d.complain(f.line, "source", what, "a source is an API that this program can ask", next)
		return Driver{}, "", false
	}
	d.complain(n.line, "source", "missing", "it says which API the tenant is an account of",
		"add  source: and one of "+strings.Join(Names(d.reader.Drivers), ", "))
	return Driver{}, "", false
}

// Find returns the driver of a name or an alias.
func Find(drivers []Driver, name string) (Driver, bool) {
	for _, driver := range drivers {
		if driver.Name == name {
			return driver, true
		}
		if slices.Contains(driver.Aliases, name) {
			return driver, true
		}
	}
	return Driver{}, false
}

// Names lists the drivers' names and aliases.
func Names(drivers []Driver) []string {
	var names []string
	for _, driver := range drivers {
		names = append(append(names, driver.Name), driver.Aliases...)
	}
	return names
}
