package config

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// everyKey is the key of a tenant's paces. All sources have it.
const everyKey = "every"

// shortest is the shortest pace that makes sense.
const shortest = time.Second

// every reads how often the datasets are asked for that have a pace of their own.
func (d *decoder) every(n node, datasets []string) map[string]time.Duration {
	var paces map[string]time.Duration
	before := len(d.problems)
	d.value(reflect.ValueOf(&paces).Elem(), n, everyKey, tag{})
	if len(d.problems) > before {
		return nil
	}
	for _, f := range n.fields {
		switch {
		case !slices.Contains(datasets, f.key):
			d.unknown(f, everyKey+".", datasets)
		case paces[f.key] < shortest:
			d.complain(f.line, everyKey+"."+f.key, "less than a second", "no source is asked that often", "write 10m; vendors advise 5m to 15m")
		}
	}
	if len(paces) == 0 {
		d.complain(n.line, everyKey, "no dataset", "there is nothing to give a pace to", "known here: "+strings.Join(datasets, ", "))
	}
	return paces
}
