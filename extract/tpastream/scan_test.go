package tpastream

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"
)

// scanned takes a value apart with the functions under test.
func scanned(raw []byte) any {
	switch raw = bytes.TrimSpace(raw); raw[0] {
	case '{':
		all := map[string]any{}
		for name, value := range fields(raw) {
			all[name] = scanned(value)
		}
		return all
	case '[':
		all := []any{}
		for element := range elements(raw) {
			all = append(all, scanned(element))
		}
		return all
	default:
		return decoded(raw)
	}
}

// decoded takes a value apart with encoding/json.
func decoded(raw []byte) any {
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	_ = dec.Decode(&v)
	return v
}

// FuzzScan compares the walk over valid JSON with encoding/json.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, ` { "a" : 1 , "b":[ ] , "c" : { } } `, `[1,-2.5e3,"x",true,null,[[]],{"a":{"b":"}]"}}]`, `"a"`, `7`, ` null `,
		`{"a\"b\\":"\\\"","\u0069d":"é\ud83d\ude00"}`, `{"a":1,"a":2,"A":3}`, "[\n\t1 ,\r\n2 ]", `[[1,2],[3]]`, `{"":""}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) || !utf8.Valid(raw) {
			return
		}
		if got, want := scanned(raw), decoded(raw); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, want %v", raw, got, want)
		}
	})
}

// TestEntriesTellNamesApart reads keys as the tables do.
func TestEntriesTellNamesApart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		raw, table string
		key        int64
		ok         bool
	}{
		{`{"id":1,"claim_medical_id":2,"policy_holder_id":3}`, claims, 2, true},
		{`{"claim_medical_id":null,"id":1}`, claims, 1, true},
		{`{"claim_medical_id":"12","id":1}`, claims, 12, true},
		{`{"claim_medical_id":"x","id":1}`, claims, 1, true},
		{`{"claim_medical_id":2,"CLAIM_MEDICAL_ID":7,"Id":8}`, claims, 2, true},
		{`{"claim_medical_id":2,"claim_medical_id":7}`, claims, 7, true},
		{`{"claim_medical_id":9007199254740993}`, claims, 9007199254740993, true},
		{`{"ID":1,"policy_holder_id":3}`, claims, 0, false},
		{`{"policy_holder":{"id":4},"lines":[{"id":5}]}`, claims, 0, false},
		{`{"id":1,"employer_id":5}`, employers, 5, true},
		{`{"id":1,"employer_id":5}`, members, 1, true},
		{`{"id":1,"policy_holder_id":6}`, policyHolders, 6, true},
		{`{"id":1.5}`, members, 0, false},
		{`[1]`, members, 0, false},
		{`7`, members, 0, false},
		{`null`, members, 0, false},
	} {
		if got, ok := newEntry([]byte(tt.raw)).key(tt.table); got != tt.key || ok != tt.ok {
			t.Errorf("%s in %s: got %d, %v, want %d, %v", tt.raw, tt.table, got, ok, tt.key, tt.ok)
		}
	}
}
