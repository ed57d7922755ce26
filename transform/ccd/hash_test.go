package ccd

import (
	"fmt"
	"strings"
	"testing"
)

// TestWhatIsWrittenIntoAnAddressIsPartOfWhatADocumentSays has a document whose whole content is in the address of a frame, as that of
// a letter that was scanned is.
func TestWhatIsWrittenIntoAnAddressIsPartOfWhatADocumentSays(t *testing.T) {
	t.Parallel()

	hash := func(form, what string) string {
		return read(t, "<h1>Letter</h1><p>a"+fmt.Sprintf(form, what)).DocumentHash
	}
	for form, counts := range map[string]bool{
		`<iframe src="data:text/plain;base64,%s"></iframe>`:             true,
		`<iframe src="data:text/plain;base64,%s">x</iframe><p>b`:        true,
		`<object data=" DATA:application/pdf;base64,%s"></object>`:      true,
		`<embed src="data:application/pdf;base64,%s"><img src="a.png">`: true,
		`<img src="data:image/png;base64,%s" alt=x>`:                    true,
		`<iframe srcdoc="<p>%s"></iframe>`:                              true,
		`<svg viewBox="0 0 9 9"><text x=1>IOP %s</text></svg>`:          true,
		`<svg id="%s"><text>IOP</text></svg>`:                           false,
		`<template>%s</template>`:                                       false,
		`<img src="https://example.com/%s">`:                            false,
		`<iframe src="letter.pdf?%s"></iframe>`:                         false,
		`<noscript><img src="data:image/png;base64,%s"></noscript>`:     false,
		`<p title="data:text/plain;base64,%s">`:                         false,
	} {
		if differs := hash(form, "AAAA") != hash(form, "BBBB"); differs != counts {
			t.Errorf("%s: another one is another document: got %v", form, differs)
		}
		if counts && strings.Contains(form, "base64") && hash(form, "AAAABBBB") != hash(form, "AAAA\n  BBBB") {
			t.Errorf("%s: another line end is another document", form)
		}
	}
	const two = `<img src="data:,%s"><img src="data:,%s">`
	if read(t, fmt.Sprintf(two, "a", "b")).DocumentHash == read(t, fmt.Sprintf(two, "b", "a")).DocumentHash {
		t.Error("two pictures in another order are the same document")
	}
}
