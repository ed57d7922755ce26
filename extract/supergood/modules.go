package supergood

import (
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Modules are what a session may see, where the portal tells.
type modules struct {
	known bool
	names []string
}

// readModules reads a list of names. Anything else says nothing.
func readModules(raw []byte) modules {
	var names []string
	if len(raw) == 0 || raw[0] != '[' || json.Unmarshal(raw, &names) != nil {
		return modules{}
	}
	slices.Sort(names)
	return modules{known: true, names: slices.Compact(names)}
}

// lack reports whether a module is certainly not among them.
func (m modules) lack(name string) bool {
	return name != "" && m.known && !slices.Contains(m.names, name)
}

// digest names the modules, to see later whether they are still the same; "" is not known.
func (m modules) digest() string {
	if !m.known {
		return ""
	}
	sum := digest(m.names...)
	return hex.EncodeToString(sum[:6])
}
