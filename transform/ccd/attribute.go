package ccd

import "strings"

// attributes are those of the tag, by name. Of equal ones the first counts.
func (w *walker) attributes() map[string]string {
	all := map[string]string{}
	for more := true; more; {
		var name, value []byte
		name, value, more = w.z.TagAttr()
		if _, again := all[string(name)]; !again {
			all[string(name)] = string(value)
		}
	}
	return all
}

// field is what a reader sees of a field: whether a box is ticked, or what was typed.
func (w *walker) field() error {
	all := w.attributes()
	switch strings.ToLower(strings.TrimSpace(all["type"])) {
	case "checkbox", "radio":
		_, ticked := all["checked"]
		w.page.text(box(ticked))
	case "button", "file", "hidden", "image", "password", "reset", "submit":
	default:
		return w.text([]byte(" " + all["value"] + " "))
	}
	return nil
}

// box is one that is ticked or not. What is behind it may be a yes or a no.
func box(ticked bool) []byte {
	if ticked {
		return []byte(" [x] ")
	}
	return []byte(" [ ] ")
}

// enclosed looks for a document or a picture that is written into an address. It is no text, but with another one the
// document says something else.
func (w *walker) enclosed(name []byte) {
	switch string(name) {
	case "audio", "embed", "frame", "iframe", "image", "img", "object", "source", "video":
	default:
		return
	}
	all := w.attributes()
	for _, key := range []string{"src", "data", "srcdoc"} {
		value := strings.TrimSpace(all[key])
		if key == "srcdoc" && value != "" || begins(value, "data:") {
			w.page.enclose(value, "")
		}
	}
}

// enclose adds what is no text to what the document says. Its white space is a blank, or nothing.
func (p *page) enclose(what, blank string) {
	if what = strings.Join(strings.Fields(what), blank); what != "" {
		p.enclosed = digest([]byte(p.enclosed + what))
	}
}
