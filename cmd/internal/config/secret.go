package config

import (
	"errors"
	"net"
	"net/url"
	"os"
	"regexp"
	"strings"

	"carehouse/models"
)

var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)

// secret follows a reference. Nothing that it says holds the value or what stands in its place.
func (d *decoder) secret(dst *models.Secret, n node, path string) {
	scheme, name, found := strings.Cut(n.value, ":")
	switch {
	case n.shape == text && found && scheme == "env" && variable.MatchString(name):
		d.secrets.Env++
		d.fromEnv(dst, n, path, name)
	case n.shape == text && found && scheme == "file" && name != "":
		d.secrets.File++
		d.fromFile(dst, n, path, d.resolve(name))
	default:
		key := path[strings.LastIndexByte(path, '.')+1:]
		d.complain(n.line, path, "not a reference, but perhaps the secret itself",
			"this file ends up in backups and in git, so a secret is never written into it",
			"write  "+key+": env:"+envName(key)+"  or  "+key+": file:PATH, and renew the secret if others have seen this file")
	}
}

// envName suggests a variable for a key.
func envName(key string) string { return "CAREHOUSE_" + strings.ToUpper(key) }

func (d *decoder) fromEnv(dst *models.Secret, n node, path, name string) {
	if d.reader.Unresolved {
		return
	}
	value, set := "", false
	if d.reader.Env != nil {
		value, set = d.reader.Env(name)
	}
	if strings.TrimSpace(value) != "" {
		*dst = models.NewSecret(value)
		return
	}
	if strings.ToUpper(name) != name { // it may be the secret itself, with env: before it
		name = "NAME"
	}
	what := "the environment variable " + name + " is not set"
	if set {
		what = "the environment variable " + name + " is empty"
	}
	d.complain(n.line, path, what, "the secret is read from there when the program starts",
		"export "+name+"=…, or use a file: file:PATH")
}

func (d *decoder) fromFile(dst *models.Secret, n node, path, name string) {
	if d.reader.Unresolved {
		return
	}
	complain := func(what, why, next string) { d.complain(n.line, path, name+": "+what, why, next) }
	f, err := openRegular(name)
	if errors.Is(err, errNotRegular) {
		complain(err.Error(), "a secret is the whole content of a file", "name a file that holds the secret and nothing else")
		return
	}
	if err != nil {
		complain(quiet(err).Error(), "the secret is read from there; the path is relative to "+d.path,
			"put the secret there, then: chmod 600 "+name)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		complain(quiet(err).Error(), "its mode has to be seen first", "look at it: ls -l "+name)
		return
	case info.Mode().Perm()&0o077 != 0:
		complain("other users of this machine may open it", "a secret belongs to its owner alone", "chmod 600 "+name)
		return
	}
	content, err := readOpen(f, maxSecret)
	if err != nil {
		complain(quiet(err).Error(), "a secret is the whole content of a file", "name a file that holds the secret and nothing else")
		return
	}
	// Editors end a file with a line feed that no password has.
	value := strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	if strings.TrimSpace(value) == "" {
		complain("the file is empty", "the secret is the whole content of the file", "put the secret there, then: chmod 600 "+name)
		return
	}
	*dst = models.NewSecret(value)
}

var errNotRegular = errors.New("not a regular file")

// openRegular opens a file, but no pipe, which would wait for somebody to write into it.
func openRegular(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	return os.Open(name)
}

// url accepts an address that a secret may be sent to.
func (d *decoder) url(n node, path string) bool {
	u, err := url.Parse(n.value)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "" || u.Opaque != "":
		d.wrong(n, path, "an address such as https://host/path")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		d.complain(n.line, path, "an address with a password, a query or a fragment in it",
			"addresses are written into logs and ledgers", "write scheme, host and path only")
	case u.Scheme == "https", u.Scheme == "http" && loopback(u.Hostname()):
		return true
	case u.Scheme == "http":
		d.complain(n.line, path, "http to a host that is not this machine",
			"passwords and patients would cross the network in the clear", "write https://")
	default:
		d.wrong(n, path, "an address that begins with https://")
	}
	return false
}

// loopback reports whether a host is this machine, without asking any name server.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
