package config

import (
	"errors"
	"io/fs"
	"path/filepath"
	"reflect"
	"regexp"
)

// place is what a key of a map may be in a file of its own: the name of somebody else's field or parameter.
var place = regexp.MustCompile(`^[A-Za-z_$@][A-Za-z0-9_$@.\[\]-]{0,63}$`)

// ownFile fills a struct from a YAML file that the configuration names, as strictly as from the configuration itself. Paths
// in it are relative to it. Where nothing is asked of an API the file may be missing: what it says is not needed then.
func (d *decoder) ownFile(dst reflect.Value, n node, path string) {
	name := ""
	d.text(reflect.ValueOf(&name).Elem(), n, path, tag{kind: "path"})
	if name == "" {
		return
	}
	source, err := readRegular(name)
	if errors.Is(err, fs.ErrNotExist) && d.reader.Unresolved {
		return
	}
	if err != nil {
		d.complain(n.line, path, name+": "+quiet(err).Error(), "the path is relative to "+d.path, "write the file, or remove the line")
		return
	}
	own := &decoder{
		reader: d.reader, path: name, folder: filepath.Dir(name), lines: map[string]int{}, places: true, source: d.source,
		sample: "carehouse init --profile " + d.called,
	}
	root, problem := parse(source)
	switch {
	case problem != nil:
		problem.File, problem.Next = name, "compare the lines around it with a whole one: "+own.sample
		own.problems = append(own.problems, *problem)
	case root.shape == missing:
		own.complain(0, "", "the file is empty", "what it should say is in no other place", "write it, or remove the line that names it")
	default:
		filled := reflect.New(dst.Type().Elem())
		own.object(filled.Elem(), root, "")
		dst.Set(filled)
	}
	d.problems = append(d.problems, own.problems...)
	d.secrets.Env += own.secrets.Env
	d.secrets.File += own.secrets.File
}

func readRegular(name string) ([]byte, error) {
	f, err := openRegular(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readOpen(f, maxFile)
}
