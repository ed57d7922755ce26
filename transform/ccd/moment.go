package ccd

import "regexp"

// A moment is a date as documents write it, with or without a time of day and a zone. It is looked for next to a label
// and nowhere else.
const (
	month   = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	weekday = `(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?`
	clock   = `(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[ap]\.?m\b\.?|z\b|\b)|\d{1,2} ?[ap]m\b)`
	zone    = `(?: ?(?:z|utc|gmt|[ecmpah][sd]?t|ak[sd]?t)\b)?(?: ?[+-]\d{2}:?\d{2}\b)?(?: \((?:[a-z]{2,5}|[a-z ]{3,40} time)\))?`
	day     = `(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|` +
		month + ` ?\d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)?[ -]` + month + `[ ,-]+\d{4})`
	inverse = month + ` \d{1,2} ` + clock + zone + ` \d{4}\b`                                           // Thu Aug 15 10:30:00 PDT 2013
	digits  = `(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?:\d{2,6}(?:\.\d{1,6})?)?(?:[+-]\d{4})?\b` // 20130815103000-0800
	moment  = `(?:` + weekday + `(?:` + inverse + `|` + digits + `|` +
		day + `(?:(?:,? at |,? |t|, ?)` + clock + zone + `|\b)))`
)

// The labels, see the package comment. All of them may be said of a report of a laboratory, of a prescription or of a goal
// as well, so they are believed only at the edges of a document.
const (
	subject = `(?:document|report|summary|record|chart|file|ccd|ccda|c-cda)`
	dating  = `(?:date|time|date/time|date and time)`
	strong  = `(?:` +
		subject + ` (?:was )?(?:created|generated|printed|produced|exported)|` +
		subject + ` (?:creation|generation|print|export) ` + dating + `|` +
		`(?:electronically |automatically |computer )?generated|printed|exported|` +
		dating + ` (?:generated|printed|exported)|` +
		`(?:generation|generated|print|printed|export|exported) ` + dating + `)`
	weak = `(?:created|creation ` + dating + `|created ` + dating + `|` + dating + ` created)`
	on   = `(?: on| at)?`
	// A name is of words in upper case: "Printed by Ann for the visit on 01/02/2026" is about the visit.
	named = `(?-i:[A-Z0-9][^\s|;:]*(?: (?:of|the|and|de|van|von|&|[A-Z0-9][^\s|;:]*)){0,8})`
	by    = `(?: by:? ` + named + `(?: on| at)|` + on + `)`
	gap   = `[\s:]*`
	born  = `(?:date of birth|birth ?date|dob)`
	age   = `\(\d{1,3} ?(?:years?|yrs?|y|months?|mo|weeks?|wk|days?|d)(?: old)?\)`
	name  = `document (?:id|identifier)s?`
	part  = `[^\s()]*\d[^\s()]*`
	code  = part + `(?: ` + part + `| \([^\s()]+\))?`
	// A label in a text begins it, or stands behind a mark.
	begin = `(?:^|[\n|(] ?)`
	// What a last line says of nothing but the document.
	closing = `(?:page \d+(?: of \d+)? ?[|–—-] ?(?:generated|printed|exported)|` +
		`(?:electronically|automatically|computer) generated|` +
		`(?:document|ccd|ccda|c-cda) (?:was )?(?:generated|printed|produced|exported))`
)

func compile(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + pattern) }

// Of the patterns over a text, the first group is what is forgotten.
var (
	strongLabel  = compile(`^` + strong + on + `:?$`)
	strongText   = compile(begin + strong + by + gap + `(` + moment + `)`)
	weakLabel    = compile(`^` + weak + on + `:?$`)
	weakText     = compile(`(?:^|\n)` + weak + on + gap + `(` + moment + `)`)
	authorLabel  = compile(`^authored on:?$`)
	authorText   = compile(`\bauthored on` + gap + `(` + moment + `)`)
	bornLabel    = compile(`^` + born + `:?$`)
	bornText     = compile(`\b` + born + gap + moment + ` (` + age + `)`)
	nameLabel    = compile(`^` + name + `:?$`)
	nameText     = compile(`(?:^|\n)` + name + gap + `(` + code + `)(?:$|\n)`)
	closingText  = compile(`^` + closing + by + gap + `(` + moment + `)\.?$`)
	wholeMoment  = compile(`^(` + moment + `)\.?$`)
	wholeAge     = compile(`^` + moment + ` (` + age + `)$`)
	wholeCode    = compile(`^(` + code + `)$`)
	endingMoment = compile(`[\s(\[,–—-]+(` + moment + `)[)\]]?$`)
)
