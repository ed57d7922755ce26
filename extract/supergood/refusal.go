package supergood

import (
	"net/http"
	"slices"

	"carehouse/extract/transport"
)

// refusal says what a refused list means. A text of the answer is compared and never repeated.
func (s *Source) refusal(status int, body []byte) error {
	code, told := s.codeIn(body), s.profile.Errors
	switch {
	case status < 400 || status == http.StatusUnauthorized:
		return nil
	case slices.Contains(told.NotLicensed, code):
		return transport.Ruling{Err: s.unlicensed(), Final: true}
	case status == http.StatusGone || status < 500 && slices.Contains(told.CursorGone, code):
		return transport.Ruling{Err: errGone, Final: true}
	case status == http.StatusLocked:
		return transport.Ruling{Err: s.locked(), Final: true}
	case status == http.StatusConflict:
		return transport.Ruling{Err: errBusy}
	}
	return nil
}
