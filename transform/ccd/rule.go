package ccd

import (
	"regexp"
	"strings"
)

// A rule says what is forgotten: in a text that holds label and value, or in the cell next to one that holds the label.
type rule struct {
	labels             labels
	label, value, text *regexp.Regexp
}

var (
	strongRule = rule{strongLabels, strongLabel, wholeMoment, strongText}
	weakRule   = rule{weakLabels, weakLabel, wholeMoment, weakText}
	authorRule = rule{authorLabels, authorLabel, wholeMoment, authorText}
	bornRule   = rule{bornLabels, bornLabel, wholeAge, bornText}
	nameRule   = rule{nameLabels, nameLabel, wholeCode, nameText}
)

const (
	longestLabel = 80      // is longer than any
	longestText  = 1 << 12 // with a label in it: longer ones are narrative, in which every date means something
)

func (r rule) finds(cell, next *string, may labels) []find {
	if r.labels&may == 0 || len(*cell) > longestText {
		return nil
	}
	var out []find
	for _, m := range r.text.FindAllStringSubmatchIndex(*cell, -1) {
		if (*cell)[m[3]-1] == ')' || endsAt((*cell)[m[3]:]) {
			out = append(out, find{cell: cell, from: m[2], to: m[3]})
		}
	}
	if next == nil || len(*cell) > longestLabel || !r.label.MatchString(*cell) {
		return out
	}
	if m := r.value.FindStringSubmatchIndex(*next); m != nil {
		out = append(out, find{cell: next, from: m[2], to: m[3]})
	}
	return out
}

// endsAt says of what is behind a value whether the value ends there: "Printed 01/02/2026 prescription" is about another thing.
func endsAt(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest == "" || strings.IndexByte("\n|(),;.", rest[0]) >= 0 || begins(rest, "by ")
}

// labels are kinds of labels.
type labels uint8

const (
	strongLabels labels = 1 << iota
	weakLabels
	authorLabels
	bornLabels
	nameLabels
)

// mayHold says which labels a text may hold, by the words that each of them has. The patterns are slow; this is not.
func mayHold(text string) labels {
	var may labels
	for i := range len(text) {
		rest := text[i:]
		switch text[i] | 0x20 {
		case 'c':
			if begins(rest, "creat") {
				may |= strongLabels | weakLabels
			}
		case 'g':
			if begins(rest, "genera") {
				may |= strongLabels
			}
		case 'p':
			if begins(rest, "print") || begins(rest, "produced") {
				may |= strongLabels
			}
		case 'e':
			if begins(rest, "export") {
				may |= strongLabels
			}
		case 'a':
			if begins(rest, "authored on") {
				may |= authorLabels
			}
		case 'b':
			if begins(rest, "birth") {
				may |= bornLabels
			}
		case 'd':
			if begins(rest, "dob") {
				may |= bornLabels
			} else if begins(rest, "document id") {
				may |= nameLabels
			}
		}
	}
	return may
}

func begins(text, stem string) bool {
	return len(text) >= len(stem) && strings.EqualFold(text[:len(stem)], stem)
}
