package config

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"carehouse/models"
)

// A decoder fills structs from nodes and collects what is wrong with them.
type decoder struct {
	reader   Reader
	path     string
	folder   string
	tenant   string // the tenant being read: `tenant my-tpa`
	source   bool   // what is being read belongs to a source
	called   string // the source of the tenant being read
	sample   string // what to type for a whole one of what is read
	places   bool   // keys of maps are names that somebody else has chosen
	problems []Problem
	secrets  Count
	lines    map[string]int // of the keys of the struct being read
}

// A tag is what a struct says about one of its keys.
type tag struct {
	key      string
	required bool
	kind     string // "path", "url", "token", "yaml" or nothing
}

func tagOf(f reflect.StructField) tag {
	key, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	t := tag{key: key, required: options == "required", kind: f.Tag.Get("kind")}
	if t.kind == "" && strings.HasSuffix(key, "url") {
		t.kind = "url"
	}
	return t
}

// keysOf lists the keys of a struct.
func keysOf(t reflect.Type) []string {
	var keys []string
	for f := range fieldsOf(t) {
		keys = append(keys, tagOf(f).key)
	}
	return keys
}

// fieldsOf walks the fields that a configuration can fill.
func fieldsOf(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for f := range t.Fields() {
			if key := tagOf(f).key; key != "" && key != "-" && f.IsExported() && !yield(f) {
				return
			}
		}
	}
}

// object fills a struct. The path is that of the struct: "auth.basic."; extra lists keys that somebody else reads.
func (d *decoder) object(dst reflect.Value, n node, path string, extra ...string) {
	if n.shape != mapping {
		d.wrong(n, strings.TrimSuffix(path, "."), "keys with values below it")
		return
	}
	before := len(d.problems)
	seen := map[string]bool{}
	for _, f := range n.fields {
		if f.key == "" || seen[f.key] {
			d.odd(f, path)
			continue
		}
		seen[f.key] = true
		d.lines[path+f.key] = f.line
		d.field(dst, f, path, extra)
	}
	for f := range fieldsOf(dst.Type()) {
		if t := tagOf(f); t.required && !seen[t.key] {
			d.complain(n.line, path+t.key, "missing", "there is no default for it", d.hint(f, t))
		}
	}
	if len(d.problems) == before {
		d.validate(dst, n, path)
	}
}

// field finds the struct's field for a key and fills it.
func (d *decoder) field(dst reflect.Value, f field, path string, extra []string) {
	for sf := range fieldsOf(dst.Type()) {
		if t := tagOf(sf); t.key == f.key {
			d.value(dst.FieldByIndex(sf.Index), f.value, path+f.key, t)
			return
		}
	}
	known := keysOf(dst.Type())
	for _, key := range extra {
		if key == f.key {
			return
		}
		known = append(known, key)
	}
	d.unknown(f, path, known)
}

// word is what a key or a name of ours looks like.
var word = regexp.MustCompile(`^[a-z][a-z_-]{0,31}$`)

// word reports whether a key of a map is one.
func (d *decoder) word(key string) bool {
	return word.MatchString(key) || d.places && place.MatchString(key)
}

// quotable reports whether a wrong word may be repeated in an error: it looks like one of ours, or is nearly one.
// Anything else may be a secret in a wrong place.
func quotable(s string, known []string) bool { return word.MatchString(s) || Nearest(s, known) != "" }

func (d *decoder) unknown(f field, path string, known []string) {
	next := "known here: " + strings.Join(known, ", ")
	if !quotable(f.key, known) {
		d.complain(f.line, strings.TrimSuffix(path, "."), "a key that is not known", "nothing reads it", next)
		return
	}
	if near := Nearest(f.key, known); near != "" {
		next = fmt.Sprintf("did you mean %s? %s", near, next)
	}
	d.complain(f.line, path+f.key, "unknown key", "nothing reads it, so what it says would silently not happen", next)
}

// odd complains about a key that is no word, or stands there twice.
func (d *decoder) odd(f field, path string) {
	if !d.word(f.key) {
		d.complain(f.line, strings.TrimSuffix(path, "."), "a key that is not a word, or is there twice", "keys are plain words",
			"write  key: value")
		return
	}
	d.complain(f.line, path+f.key, "the same key twice", "only one of them could count", "remove one of the two")
}

// hint says what a missing key could look like.
func (d *decoder) hint(f reflect.StructField, t tag) string {
	value := "…"
	if f.Type == reflect.TypeFor[models.Secret]() {
		value = "env:" + envName(t.key)
	}
	if f.Name == "Home" {
		value = "./home"
	}
	return "add  " + t.key + ": " + value
}
