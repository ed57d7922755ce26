// Package config reads carehouse.yaml, and is strict about it.
//
// A key that nobody reads is a mistake that nobody notices, so an unknown key is an error that names its line and the
// key that was probably meant. Every mistake of a file is told at once, and never by quoting a value: the value in the
// wrong place may be a password. That is why the YAML library only parses here, and the decoding is our own: decoders
// print the line they stumble over.
//
// A secret is a reference, env:NAME or file:PATH, never a literal, because a configuration ends up in backups and in
// git. What it refers to is read once, here, and travels on as a [models.Secret].
//
// The package knows the keys that all tenants share. The rest of a tenant belongs to its source, which brings a struct
// of its own in a [Driver] and thereby decides, with the same tags, what may be written:
//
//	yaml:"name"            the key; yaml:"name,required" must be there
//	kind:"path"            a path, relative to the folder of carehouse.yaml
//	kind:"token"           of a string: file:PATH, a file that the source writes; it gets the path, and there may be no file yet
//	kind:"yaml"            of a pointer to a struct: the path of another YAML file, which fills it as strictly as this one
//	doc:"…"                the sentence that editors show, see [Schema]
//
// A string whose key ends in url is an address: https, or http to this machine, with no password and no query in it.
// A struct with a Validate method is asked when all of its keys were read without a complaint. What it says may begin
// with the key that it means, "auth.basic.email: missing", and must not hold a value.
package config
