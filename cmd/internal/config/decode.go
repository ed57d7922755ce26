package config

import (
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"carehouse/models"
)

// A decoder fills structs from nodes and collects what is wrong with them.
type decoder struct {
	reader   Reader
	path     string
	folder   string
	tenant   string // the tenant being read: `tenant my-tpa`
	problems []Problem
	secrets  Count
	lines    map[string]int // of the keys of the struct being read
}

// A tag is what a struct says about one of its keys.
type tag struct {
	key      string
	required bool
	kind     string // "path", "url" or nothing
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
		for i := range t.NumField() {
			f := t.Field(i)
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
	if !word.MatchString(f.key) {
		d.complain(f.line, strings.TrimSuffix(path, "."), "a key that is not a word, or is there twice", "keys are plain words",
			"write  key: value")
		return
	}
	d.complain(f.line, path+f.key, "the same key twice", "only one of them could count", "remove one of the two")
}

// value fills one value of any type that a configuration may have.
func (d *decoder) value(dst reflect.Value, n node, path string, t tag) {
	if n.shape == missing && dst.Type() != reflect.TypeFor[[]Tenant]() {
		d.complain(n.line, path, "no value", "a key stands there with nothing behind it", "give it a value, or remove the line")
		return
	}
	switch p := dst.Addr().Interface().(type) {
	case *models.Secret:
		d.secret(p, n, path)
	case *[]Tenant:
		d.tenants(p, n)
	case *time.Duration:
		scalar(d, p, n, path, ParseDuration, "a duration such as 30d, 12h or 10m")
	case *Size:
		scalar(d, p, n, path, ParseSize, "a size such as 640MB or 2GiB")
	case *models.Date:
		scalar(d, p, n, path, parseDate, "a day such as 2024-01-31")
	case *time.Time:
		scalar(d, p, n, path, parseDay, "a day such as 2024-01-31")
	default:
		d.kind(dst, n, path, t)
	}
}

// kind fills a value by its kind.
func (d *decoder) kind(dst reflect.Value, n node, path string, t tag) {
	switch dst.Kind() {
	case reflect.String:
		d.text(dst, n, path, t)
	case reflect.Bool:
		if n.shape != truth {
			d.wrong(n, path, "true or false")
			return
		}
		dst.SetBool(n.value == "true")
	case reflect.Int, reflect.Int64, reflect.Int32:
		whole, err := strconv.ParseInt(n.value, 10, dst.Type().Bits())
		if n.shape != number || err != nil {
			d.wrong(n, path, "a whole number")
			return
		}
		dst.SetInt(whole)
	case reflect.Float64:
		rate, err := strconv.ParseFloat(n.value, 64)
		if n.shape != number || err != nil || math.IsNaN(rate) || math.IsInf(rate, 0) {
			d.wrong(n, path, "a number")
			return
		}
		dst.SetFloat(rate)
	case reflect.Map:
		d.table(dst, n, path, t)
	case reflect.Struct:
		d.object(dst, n, path+".")
	case reflect.Pointer:
		dst.Set(reflect.New(dst.Type().Elem()))
		d.value(dst.Elem(), n, path, t)
	case reflect.Slice:
		d.list(dst, n, path, t)
	default:
		d.complain(n.line, path, "cannot be configured", "the program reads no "+dst.Kind().String(), "remove the line")
	}
}

func (d *decoder) list(dst reflect.Value, n node, path string, t tag) {
	if n.shape != list {
		d.wrong(n, path, "a list")
		return
	}
	dst.Set(reflect.MakeSlice(dst.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		d.value(dst.Index(i), item, fmt.Sprintf("%s[%d]", path, i), t)
	}
}

// table fills a map, whose keys are the user's own words.
func (d *decoder) table(dst reflect.Value, n node, path string, t tag) {
	if n.shape != mapping || dst.Type().Key().Kind() != reflect.String {
		d.wrong(n, path, "names with values below them")
		return
	}
	dst.Set(reflect.MakeMap(dst.Type()))
	seen := map[string]bool{}
	for _, f := range n.fields {
		if !word.MatchString(f.key) || seen[f.key] {
			d.odd(f, path+".")
			continue
		}
		seen[f.key] = true
		d.lines[path+"."+f.key] = f.line
		value := reflect.New(dst.Type().Elem()).Elem()
		d.value(value, f.value, path+"."+f.key, t)
		dst.SetMapIndex(reflect.ValueOf(f.key).Convert(dst.Type().Key()), value)
	}
}

func (d *decoder) text(dst reflect.Value, n node, path string, t tag) {
	if n.shape != text || n.value == "" {
		if n.shape == number || n.shape == truth {
			d.complain(n.line, path, "not text", "without quotes YAML reads it as something else", `put it in quotes: "…"`)
			return
		}
		d.wrong(n, path, "text")
		return
	}
	value := n.value
	switch t.kind {
	case "url":
		if !d.url(n, path) {
			return
		}
	case "path":
		value = d.resolve(value)
	}
	dst.SetString(value)
}

// resolve returns a path as seen from the working folder: in the file it is relative to the file.
func (d *decoder) resolve(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(d.folder, path)
}

// wrong complains about a value of another shape.
func (d *decoder) wrong(n node, path, want string) {
	if n.shape == foreign {
		d.complain(n.line, path, "an anchor, alias, tag or merge", "a configuration says everything where it is meant",
			"write the value itself")
		return
	}
	d.complain(n.line, path, "not "+want, "that is the only thing that can stand here", "write "+want)
}

// scalar fills a value that is written as a word with a grammar of its own.
func scalar[T any](d *decoder, dst *T, n node, path string, read func(string) (T, error), want string) {
	got, err := read(n.value)
	if n.shape != text || err != nil {
		d.wrong(n, path, want)
		return
	}
	*dst = got
}

func parseDay(s string) (time.Time, error) { return time.Parse(time.DateOnly, s) }

func parseDate(s string) (models.Date, error) {
	day, err := parseDay(s)
	return models.DateOf(day), err
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
