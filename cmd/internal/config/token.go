package config

import (
	"errors"
	"io/fs"
	"os"
	"reflect"
	"strings"
)

// token reads a reference to a file that the program itself writes: file:PATH, of which the field gets the path. There may
// be no file yet, since a login makes it.
func (d *decoder) token(dst reflect.Value, n node, path string) {
	key := path[strings.LastIndexByte(path, '.')+1:]
	scheme, name, found := strings.Cut(n.value, ":")
	switch {
	case n.shape == text && found && scheme == "file" && name != "":
	case n.shape == text && found && scheme == "env" && variable.MatchString(name):
		d.complain(n.line, path, "an environment variable", "the token is replaced with each use, and a variable cannot be written",
			"write  "+key+": file:PATH")
		return
	default:
		d.complain(n.line, path, "not a reference, but perhaps the token itself",
			"this file ends up in backups and in git, and the token is replaced with each use", "write  "+key+": file:PATH")
		return
	}
	if d.shells(n, path, name) {
		return
	}
	name = d.resolve(name)
	if !d.reader.Unresolved && !d.kept(n, path, name) {
		return
	}
	dst.SetString(name)
}

// kept reports whether a token's file may be used: it is not there yet, or it is its owner's alone.
func (d *decoder) kept(n node, path, name string) bool {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true
	case err != nil:
		d.complain(n.line, path, name+": "+quiet(err).Error(), "the token is read from there and written there", "look at it: ls -l "+name)
	case !info.Mode().IsRegular():
		d.complain(n.line, path, name+": "+errNotRegular.Error(), "the token is the whole content of a file, which is replaced with each use",
			"name a file that holds the token and nothing else, and no link to one")
	case info.Mode().Perm()&0o077 != 0:
		d.complain(n.line, path, name+": other users of this machine may open it", "a token belongs to its owner alone", "chmod 600 "+name)
	default:
		d.secrets.File++
		return true
	}
	return false
}
